"""Statements on suggested changes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.suggestions.models import FailedAttempt, Suggestion

ATTEMPT = """
select a.passed, a.is_daily, a.kind, a.grader_version, a.submission, a.requirements, a.test_cases, a.hints, a.suggestion
from progress.attempt_to_improve(%s) as a
"""
KEEP = """
select k.attempt_id, k.change as suggested_change, k.xp_penalty from progress.keep_suggestion(%s, %s, %s) as k
"""


def find_attempt(db: Transaction, attempt_id: UUID) -> FailedAttempt | None:
    """Return an attempt of the learner's own with what it was graded against."""
    return db.fetch_optional(FailedAttempt, ATTEMPT, [attempt_id])


def keep(db: Transaction, attempt_id: UUID, change: Mapping[str, Any] | None) -> Suggestion:
    """Store what was found and charge it, unless something was stored before; return what is stored."""
    return db.fetch_one(Suggestion, KEEP, [attempt_id, None if change is None else Jsonb(dict(change)), db.at])
