"""The statement that records an attempt."""

from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb

from progressive_flow.grading.contracts import Verdict
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.submissions.models import RecordedAttempt, SubmittedAttempt

SUBMIT = """
select
    attempt_id, attempt_number, xp_earned, time_spent_minutes, hints_used, first_pass, challenge_completed, unlocked,
    achievements, streak_days, daily_bonus_xp, total_xp, current_level
from learning.submit_attempt(
    %(challenge_id)s, %(level)s, %(version_id)s, %(submission)s, %(results)s, %(score)s::numeric, %(passed)s, %(feedback)s,
    %(catalogue)s, %(at)s, %(day)s, %(kind)s, %(grader_version)s
)
"""


def submit_attempt(
    db: Transaction, submitted: SubmittedAttempt, verdict: Verdict, results: Sequence[dict[str, Any]]
) -> RecordedAttempt:
    """Record a graded submission with all that follows from it, in one call."""
    params = submitted.model_dump() | {
        "submission": Jsonb(submitted.submission),
        "results": Jsonb(list(results)),
        "score": verdict.score,
        "passed": verdict.passed,
        "feedback": Jsonb(dict(verdict.feedback)),
        "catalogue": verdict.catalogue_version,
        "grader_version": verdict.grader_version,
    }
    return db.fetch_one(RecordedAttempt, SUBMIT, params)
