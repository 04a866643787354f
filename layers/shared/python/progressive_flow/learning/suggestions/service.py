"""Rules on suggested changes: for a failed attempt of one's own, searched for when it is asked for, and charged once a level."""

from uuid import UUID

from progressive_flow.grading.contracts import GradingTask
from progressive_flow.grading.kinds import GRADERS
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import Problem, not_found
from progressive_flow.learning.suggestions import repository
from progressive_flow.learning.suggestions.models import FailedAttempt, Suggestion


def suggest_change(db: Transaction, attempt_id: UUID) -> Suggestion:
    """Return the one change that would help a failed attempt most; what was found once is shown again as it was."""
    attempt = repository.find_attempt(db, attempt_id)
    if attempt is None:
        raise not_found(f"attempt {attempt_id}")
    if attempt.suggestion:
        return attempt.suggestion
    _require_failed(attempt)
    task = GradingTask(attempt.requirements or {}, attempt.test_cases or [], {}, attempt.hints or [])
    return repository.keep(db, attempt_id, GRADERS[attempt.kind].suggest(task, attempt.submission))


def _require_failed(attempt: FailedAttempt) -> None:
    """Refuse what nothing can be suggested for, and what other learners compete for."""
    if attempt.passed:
        raise Problem(409, "attempt-passed", "This attempt passed: suggestions are for attempts that failed.")
    if attempt.is_daily:
        raise Problem(409, "daily-attempt", "There are no suggestions for attempts at the daily challenge.")
    if attempt.grader_version != GRADERS[attempt.kind].version:
        detail = "This attempt was graded by an older version of the grader: submit the design again."
        raise Problem(409, "outdated", detail)
