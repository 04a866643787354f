"""The statement that records an attempt."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.grading.contracts import Grader, Verdict
from progressive_flow.grading.kinds import Submission
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.submissions.models import RecordedAttempt
from progressive_flow.progress.grading_inputs.models import LevelToGrade

SUBMIT = """
select
    attempt_id, attempt_number, xp_earned, time_spent_minutes, hints_used, first_pass, challenge_completed, unlocked,
    achievements, streak_days, daily_xp, total_xp, current_level
from learning.submit_attempt(
    %(challenge)s, %(level)s, %(version)s, %(submission)s, %(results)s, %(score)s::numeric, %(passed)s, %(feedback)s,
    %(catalogue)s, %(at)s, %(day)s, %(kind)s, %(grader_version)s
)
"""


def submit_attempt(
    db: Transaction,
    level: LevelToGrade,
    grader: Grader[Any],
    submission: Submission,
    verdict: Verdict,
    results: Sequence[dict[str, Any]],
    day: UUID | None,
) -> RecordedAttempt:
    """Record a graded submission with all that follows from it, in one call."""
    params = {
        "challenge": level.challenge_id,
        "level": level.level,
        "version": level.version_id,
        "submission": Jsonb(grader.stored(submission)),
        "results": Jsonb(list(results)),
        "score": verdict.score,
        "passed": verdict.passed,
        "feedback": Jsonb(dict(verdict.feedback)),
        "catalogue": verdict.catalogue_version,
        "at": db.at,
        "day": day,
        "kind": grader.kind,
        "grader_version": verdict.grader_version,
    }
    return db.fetch_one(RecordedAttempt, SUBMIT, params)
