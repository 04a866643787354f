"""Prepares the daily challenge: which it is, and who submits to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from tests.support.api import Api, Caller
from tests.support.content import reference_design
from tests.support.scene import NOON, one

ATTEMPTS = "/v1/daily-challenge/attempts"


def fix_day(
    connection: psycopg.Connection,
    level: int = 1,
    at: datetime = NOON,
    *,
    multiplier: float = 2.0,
    modifier: float = 1.2,
    slug: str = "url-shortener",
) -> UUID:
    """Fix the challenge of a UTC day, as the job does; return its id."""
    day: UUID = one(
        connection,
        "insert into gamification.daily_challenges"
        " (date, challenge_id, level_number, difficulty_modifier, xp_multiplier, created_at)"
        " select (%s at time zone 'UTC')::date, c.id, %s, %s, %s, %s from curriculum.challenges as c"
        " where c.slug = %s returning id",
        at, level, modifier, multiplier, at, slug,
    )  # fmt: skip
    return day


def take(api: Api, learner: Caller, design: dict[str, Any] | None = None) -> dict[str, Any]:
    """Submit to the daily challenge, by default the reference design; return the attempt."""
    response = api.post(
        ATTEMPTS, learner, json={"kind": "system_design", "design": design or reference_design("url-shortener")}
    )
    assert response.status_code == 201, response.text
    attempt: dict[str, Any] = response.json()
    return attempt
