"""A learner who holds an achievement, and the administrator who revokes and restores it."""

from typing import Any

import httpx

from tests.support.api import Api, Caller
from tests.support.learning import pass_level

REVOCATIONS = "/v1/admin/achievement-revocations"


class Holder:
    """A learner with an achievement that paid XP."""

    def __init__(self, api: Api, caller: Caller) -> None:
        api.get("/v1/me", caller)
        attempt = pass_level(api, caller, "static-website")
        achievement = next(row for row in attempt["achievements"] if row["xp_reward"] > 0)
        self.caller, self.slug, self.reward = caller, achievement["slug"], achievement["xp_reward"]


def revoke(api: Api, administrator: Caller, holder: Holder, **changes: Any) -> httpx.Response:
    """Take the achievement away."""
    body = {"user_id": str(holder.caller.id), "achievement": holder.slug, "reason": "Copied", **changes}
    return api.post(REVOCATIONS, administrator, json=body)


def restore(
    api: Api, administrator: Caller, holder: Holder, *, below: str | None = None, **options: Any
) -> httpx.Response:
    """Give the achievement back, or ask for what is `below` the route."""
    path = f"{REVOCATIONS}/{below or f'{holder.caller.id}/{holder.slug}'}"
    return api.request("DELETE", path, administrator, **{"params": {"reason": "A mistake"}, **options})


def mine(api: Api, holder: Holder) -> dict[str, Any]:
    """Return the achievement as the learner sees it."""
    rows = api.get("/v1/me/achievements", holder.caller).json()["items"]
    shown: dict[str, Any] = next(row for row in rows if row["slug"] == holder.slug)
    return shown


def total(api: Api, holder: Holder) -> int:
    """Return the learner's XP."""
    xp: int = api.get("/v1/me", holder.caller).json()["total_xp"]
    return xp
