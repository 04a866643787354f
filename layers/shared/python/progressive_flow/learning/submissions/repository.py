"""The statements that record an attempt, and that take a try for a trial."""

from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb

from progressive_flow.grading.contracts import Verdict
from progressive_flow.kernel import settings
from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.learning.submissions.models import RecordedAttempt, SubmittedAttempt

SUBMIT = """
select
    attempt_id, attempt_number, xp_earned, time_spent_minutes, hints_used, first_pass, challenge_completed, unlocked,
    achievements, streak_days, daily_bonus_xp, total_xp, current_level, shown_score, tries_left
from learning.submit_attempt(
    %(challenge_id)s, %(level)s, %(version_id)s, %(submission)s, %(results)s, %(score)s::numeric, %(passed)s, %(feedback)s,
    %(catalogue)s, %(at)s, %(day)s, %(kind)s, %(grader_version)s, %(tries)s, %(refill)s
)
"""

TAKE_TRY = "select progress.take_try(%(slug)s, %(level)s, %(tries)s, %(refill)s, %(at)s)"


def take_try(db: Transaction, slug: str, level: int) -> Deferred[int | None]:
    """Queue the taking of a try for a trial; the result is how many are left, None where tries cost nothing.

    It travels with the next statement, whose result raises 429 where none is left. A trial that is refused takes none, since
    the transaction ends without a commit.
    """
    params = {"slug": slug, "level": level, "at": db.at, **settings.tries()._asdict()}
    return db.defer_optional_value(int, TAKE_TRY, params)


def submit_attempt(
    db: Transaction, submitted: SubmittedAttempt, verdict: Verdict, results: Sequence[dict[str, Any]]
) -> RecordedAttempt:
    """Record a graded submission with all that follows from it, in one call; 429 where it failed and no try is left."""
    params = submitted.model_dump() | {
        "submission": Jsonb(submitted.submission),
        "results": Jsonb(list(results)),
        "score": verdict.score,
        "passed": verdict.passed,
        "feedback": Jsonb(dict(verdict.feedback)),
        "catalogue": verdict.catalogue_version,
        "grader_version": verdict.grader_version,
        **settings.tries()._asdict(),
    }
    return db.fetch_one(RecordedAttempt, SUBMIT, params)
