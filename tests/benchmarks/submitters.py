"""Learners of a running platform, with accounts and tokens of its own user pool, and what they submit."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx

from progressive_flow_local import demo_unlocks
from progressive_flow_local.aws import accounts, clients
from tests.benchmarks.judging import slugs
from tests.unit.grading.code.challenges import levels, prerequisites

# What learners send, in turns.
TURNS = ("solution", "starter")
PASSWORD = f"Aa1{secrets.token_urlsafe(18)}"
_names = count()


@dataclass(frozen=True, slots=True)
class Submitter:
    """A learner, and a submission to a challenge that is open to them."""

    id: str
    authorization: dict[str, str]
    challenge: str
    files: dict[str, str]
    is_right: bool

    @property
    def path(self) -> str:
        """Where it is submitted."""
        return f"/v1/challenges/{self.challenge}/levels/1/attempts"

    @property
    def body(self) -> dict[str, Any]:
        """What is submitted."""
        return {"kind": "code", "files": self.files}


def make(held: dict[str, Any], many: int) -> Iterator[Submitter]:
    """Yield new learners of a platform: the challenges in turns, and of each the solution and the starter in turns."""
    tasks = {slug: next(levels(slug)).task for slug in slugs()}
    locked = {slug for slug in tasks if prerequisites(slug)}
    admin = demo_unlocks.bearer(held, "admin")
    cognito, pool = clients.cognito(held["aws_endpoint_url"]), accounts.Pool(held["user_pool_id"], held["client_id"])
    with httpx.Client(base_url=held["api_url"], timeout=30, trust_env=False) as api:
        for number in range(many):
            turn, place = divmod(number, len(tasks))
            slug, task = list(tasks.items())[place]
            is_right = TURNS[turn % len(TURNS)] == "solution"
            authorization = _sign_up(cognito, pool)
            me = api.get("/v1/me", headers=authorization).json()["id"]
            if slug in locked:
                demo_unlocks.give(api, admin, me, (slug,))
            yield Submitter(me, authorization, slug, dict(task.solution if is_right else task.starter), is_right)


def _sign_up(cognito: Any, pool: accounts.Pool) -> dict[str, str]:
    """Make an account that is confirmed; return the header of its requests."""
    address = f"submitter-{next(_names)}@example.com"
    accounts.create_confirmed(cognito, pool, address, PASSWORD, "Submitter")
    parameters = {"USERNAME": address, "PASSWORD": PASSWORD}
    answer = cognito.initiate_auth(ClientId=pool.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
    return {"authorization": f"Bearer {answer['AuthenticationResult']['AccessToken']}"}
