"""Opens challenges for the demo learner through the API, as an administrator does for anybody."""

from typing import Any

import httpx

from progressive_flow_local.aws import clients
from progressive_flow_local.errors import LocalError

DEMO_CHALLENGES = ("static-website", "load-balancing-basics", "url-shortener")


def token(description: dict[str, Any], who: str) -> str:
    """Sign in as `demo`, `admin` or one of the sample organization; return the access token."""
    username, password = description[f"{who}_username"], description[f"{who}_password"]
    return clients.access_token(description["aws_endpoint_url"], description["client_id"], username, password)


def bearer(description: dict[str, Any], who: str) -> dict[str, str]:
    """Sign in as one of them; return the request header."""
    return {"authorization": f"Bearer {token(description, who)}"}


def give_demo_learner(description: dict[str, Any]) -> None:
    """Grant the demo learner the challenges of the documentation's examples; granting them again changes nothing."""
    with httpx.Client(base_url=description["api_url"], timeout=30, trust_env=False) as api:
        me = api.get("/v1/me", headers=bearer(description, "demo"))
        check(me)
        give(api, bearer(description, "admin"), me.json()["id"], DEMO_CHALLENGES)


def give(api: httpx.Client, admin: dict[str, str], user_id: str, slugs: tuple[str, ...]) -> None:
    """Grant challenges to a learner."""
    body = {"user_id": user_id, "challenge_slugs": list(slugs), "reason": "Granted by the local platform."}
    check(api.post("/v1/admin/unlock-grants", headers=admin, json=body))


def check(answer: httpx.Response) -> None:
    """Raise where the API refused, unless what was asked for was there before."""
    if answer.status_code != httpx.codes.CONFLICT.value:
        require(answer)


def require(answer: httpx.Response) -> None:
    """Raise where an API refused."""
    if answer.is_error:
        request = answer.request
        raise LocalError(f"{request.method} {request.url} answered {answer.status_code}: {answer.text[:500]}")
