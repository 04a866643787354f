"""Submissions to drafts that a task grades: nothing is recorded at its end, the verdict is the task's result.

The task is of the same kind as an attempt's, so both take of the same places that its author has: `max_open` at once.
"""

from progressive_flow.grading.contracts import Pending, Verdict
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.tasks import Payload, Result
from progressive_flow.kernel.http.responses import Accepted
from progressive_flow.kernel.principal import Principal
from progressive_flow.kernel.tasks import service as tasks
from progressive_flow.kernel.tasks.models import Task
from progressive_flow.learning.drafts.models import DraftLevel, verdict_on
from progressive_flow.learning.drafts.payloads import DRAFT


def accept(db: Transaction, principal: Principal, draft: DraftLevel, pending: Pending) -> Accepted[Task]:
    """Queue the task that grades a submission; 409 `task-pending` while one of the same author and level is open.

    429 `too-many-open` where the author has as many of the kind open as it allows.
    """
    payload = {DRAFT: draft.model_dump(mode="json"), "grading": dict(pending.payload)}
    key = f"draft:{principal.id}:{draft.organization}:{draft.slug}:{draft.level}"
    task = tasks.enqueue(
        db, pending.task, payload, dedup_key=key, max_open=pending.max_open, expires_in=pending.expires_in
    )
    return Accepted(f"/v1/tasks/{task.id}", task, tasks.retry_after(task, db.at))


def graded(payload: Payload, verdict: Verdict) -> Result:
    """Return the result of the task: the body that a 200 would have had."""
    return verdict_on(DraftLevel.model_validate(payload[DRAFT]), verdict).model_dump(mode="json", by_alias=True)
