"""Invitations made and taken over the API."""

import uuid
from typing import Any

import httpx

from tests.support import tokens
from tests.support.api import Api, Caller, new_caller

MINE = "/v1/me/organizations"


def invite(api: Api, by: Caller, organization: str, **body: Any) -> httpx.Response:
    """Invite somebody to an organization."""
    return api.post(f"/v1/organizations/{organization}/invitations", by, json=body)


def made(api: Api, by: Caller, organization: str, **body: Any) -> dict[str, Any]:
    """Invite somebody; return the answer, which has the ids and the code."""
    response = invite(api, by, organization, **body)
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.json()
    return answer


def addressed(api: Api) -> tuple[Caller, str]:
    """Return somebody whose address is known, and the address."""
    caller, email = new_caller(), f"{uuid.uuid4().hex}@example.com"
    caller.token = tokens.sign(caller.id, email=email)
    assert api.get("/v1/me", caller).status_code == 200
    return caller, email


def newcomer(api: Api) -> Caller:
    """Return somebody who has an account."""
    caller = new_caller()
    api.get("/v1/me", caller)
    return caller


def listed(api: Api, by: Caller, organization: str) -> list[tuple[str, int]]:
    """Return the states and uses of an organization's invitations, newest first."""
    rows = api.get(f"/v1/organizations/{organization}/invitations", by).json()["items"]
    return [(row["status"], row["uses"]) for row in rows]
