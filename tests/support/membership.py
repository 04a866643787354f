"""Organizations made and run over the API."""

import uuid
from typing import Any

import httpx

from tests.support.api import Api, Caller, new_caller


def create(api: Api, administrator: Caller, **body: Any) -> str:
    """Create an organization as the platform's administrator; return its slug."""
    sent = {"slug": f"made-{uuid.uuid4().hex}", "name": "Made", **body}
    response = api.post("/v1/organizations", administrator, json=sent)
    assert response.status_code == 201, response.text
    return str(sent["slug"])


def save(api: Api, by: Caller, organization: str, member: Caller, *roles: str, **body: Any) -> httpx.Response:
    """Save a member's roles, a learner's if nothing else is said, and status."""
    sent = {"roles": list(roles) or ["learner"], **body}
    return api.request("PUT", path(organization, member), by, json=sent)


def remove(api: Api, by: Caller, organization: str, member: Caller) -> httpx.Response:
    """Remove a member."""
    return api.request("DELETE", path(organization, member), by)


def leave(api: Api, member: Caller, organization: str) -> httpx.Response:
    """Let a member leave."""
    return api.request("DELETE", f"/v1/me/organizations/{organization}", member)


def path(organization: str, member: Caller) -> str:
    """Return the path of a member."""
    return f"/v1/organizations/{organization}/members/{member.id}"


def joined(api: Api, administrator: Caller, organization: str, *roles: str) -> Caller:
    """Return somebody new who belongs to an organization, in these roles."""
    member = new_caller()
    assert api.get("/v1/me", member).status_code == 200
    response = save(api, administrator, organization, member, *roles)
    assert response.status_code == 200, response.text
    return member
