"""Records what was graded, at once or by a task, with the same statement."""

from collections.abc import Iterable, Mapping
from typing import Any

from progressive_flow.grading.contracts import Verdict
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.submissions import repository
from progressive_flow.learning.submissions.following import following
from progressive_flow.learning.submissions.models import GradedAttempt, SubmittedAttempt
from progressive_flow.progress.attempts.models import Feedback, TestResult
from progressive_flow.progress.attempts.visibility import shown


def record(db: Transaction, submitted: SubmittedAttempt, verdict: Verdict) -> GradedAttempt:
    """Record an attempt of whoever this transaction acts for, and return what the learner may see of it."""
    results = to_store(verdict.results)
    goes_on = verdict.passed and submitted.has_next and submitted.day is None
    offered = None if goes_on else repository.offered(db, submitted)
    recorded = repository.submit_attempt(db, submitted, verdict, results)
    return GradedAttempt(
        id=recorded.attempt_id,
        challenge=submitted.challenge,
        level=submitted.level,
        created_at=submitted.at,
        score=recorded.shown_score,
        passed=verdict.passed,
        test_results=shown([TestResult.model_validate(result) for result in results], passed=verdict.passed),
        feedback=Feedback.model_validate(verdict.feedback),
        next=following(submitted, recorded, None if offered is None else offered.result(), passed=verdict.passed),
        **recorded.model_dump(exclude={"attempt_id", "shown_score"}),
    )


def to_store(results: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a grader's results as they are stored, so that they stay as visible when the content changes.

    `hidden` is stored beside `visibility` for what reads it: a learner's export.
    """
    return [{**result, "hidden": result["visibility"] != "visible"} for result in results]
