"""Organizations and invitations that cases of endpoints are tried on, each made for one request."""

import uuid

from tests.support.clients import Client, Request


def organization(client: Client) -> str:
    """Make an organization; return its slug."""
    slug = f"made-{uuid.uuid4().hex}"
    client.send("create_organization", Request(body={"slug": slug, "name": "Made"}))
    return slug


def invitation(client: Client) -> dict[str, str]:
    """Invite an address to an organization made for it; return the path of the invitation."""
    path = {"organization": organization(client)}
    made = client.send("create_invitations", Request(path=path, body={"emails": ["ada@example.com"]}))
    return {**path, "invitation_id": made["items"][0]["id"]}
