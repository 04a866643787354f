"""Addresses are invited by those who manage members."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import organization


def inviting(client: Client) -> Request:
    """Make an organization; return how an address is invited to it."""
    return Request(path={"organization": organization(client)}, body={"emails": ["ada@example.com"]})


CASE = EndpointCase(
    request=inviting,
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug}, body={"emails": ["mallory@example.com"]}),
        tried(403, path={"organization": "no-such"}, body={}),
    ],
    permission="members.manage",
)
