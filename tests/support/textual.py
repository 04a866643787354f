"""Attempts at a challenge that takes texts, which a task grades."""

from typing import Any

import httpx
import psycopg

from tests.support.api import Api, Caller
from tests.support.learning import attempts_path
from tests.support.scene import one
from tests.support.text_kind import LONG_ENOUGH

SLUG = "url-shortener"
PATH = attempts_path(SLUG)


def submit(api: Api, learner: Caller, body: dict[str, Any] = LONG_ENOUGH, key: str | None = None) -> httpx.Response:
    """Submit a text."""
    headers = {"idempotency-key": key} if key else {}
    return api.post(PATH, learner, json=body, headers=headers)


def paid(world: psycopg.Connection, learner: Caller) -> tuple[int, int, int]:
    """Return how many attempts a learner has, how often a level was paid, and the XP of those payments."""
    attempts = one(world, "select count(*) from progress.level_attempts where user_id = %s", learner.id)
    row = world.execute(
        "select count(*), coalesce(sum(amount), 0)::integer from gamification.xp_transactions"
        " where user_id = %s and source_type = 'level'",
        [learner.id],
    ).fetchone()
    assert row
    return attempts, *row
