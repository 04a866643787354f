"""Attempts that a task grades: queued with the request, recorded with the end of the task.

The function of the task's kind grades `payload["grading"]`, which the grader returned, and ends with
`return pending.recorded(payload, verdict)`.
"""

from typing import Any

from progressive_flow.grading.contracts import Pending, Verdict
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.tasks import Completion, Payload
from progressive_flow.kernel.http.responses import Accepted
from progressive_flow.kernel.principal import Principal
from progressive_flow.kernel.tasks import service as tasks
from progressive_flow.kernel.tasks.models import Task
from progressive_flow.learning.submissions import recording
from progressive_flow.learning.submissions.models import SubmittedAttempt


def accept(db: Transaction, principal: Principal, submitted: SubmittedAttempt, pending: Pending) -> Accepted[Task]:
    """Queue the task that grades a submission; 409 `task-pending` while one of the same learner and level is open.

    429 `too-many-open` where the learner has as many of the kind open as it allows.
    """
    payload = {"attempt": submitted.model_dump(mode="json"), "grading": dict(pending.payload)}
    key = f"attempt:{principal.id}:{submitted.challenge_id}:{submitted.level}"
    task = tasks.enqueue(
        db, pending.task, payload, dedup_key=key, max_open=pending.max_open, expires_in=pending.expires_in
    )
    return Accepted(f"/v1/tasks/{task.id}", task, tasks.retry_after(task, db.at))


def recorded(payload: Payload, verdict: Verdict) -> Completion:
    """Return what records the attempt; its result is the body that a 201 would have had.

    The attempt is as old as its submission, so the queue moves neither a streak nor a daily challenge.
    """
    submitted = SubmittedAttempt.model_validate(payload["attempt"])

    def complete(db: Transaction) -> dict[str, Any]:
        return recording.record(db, submitted, verdict).model_dump(mode="json", by_alias=True)

    return complete
