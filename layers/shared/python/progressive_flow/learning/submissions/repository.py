"""The statement that records an attempt."""

from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.submissions.models import RecordedAttempt

RECORD = """
select
    attempt_id, attempt_number, xp_earned, time_spent_minutes, hints_used, first_pass, challenge_completed, unlocked,
    achievements, streak_days, daily_xp, total_xp, current_level
from learning.submit_attempt(%s, %s, %s, %s, %s, %s::numeric, %s, %s, %s, %s, %s)
"""


class Verdict(NamedTuple):
    """A judged submission, ready to be recorded."""

    challenge_id: UUID
    level: int
    version_id: UUID
    design: dict[str, Any]
    test_results: list[dict[str, Any]]
    score: float
    passed: bool
    feedback: dict[str, Any]
    catalogue_version: int
    daily_challenge_id: UUID | None


def record_attempt(db: Transaction, verdict: Verdict) -> RecordedAttempt:
    """Record a judged submission with all that follows from it, in one call."""
    params = [
        verdict.challenge_id,
        verdict.level,
        verdict.version_id,
        Jsonb(verdict.design),
        Jsonb(verdict.test_results),
        verdict.score,
        verdict.passed,
        Jsonb(verdict.feedback),
        verdict.catalogue_version,
        db.at,
        verdict.daily_challenge_id,
    ]
    return db.fetch_one(RecordedAttempt, RECORD, params)
