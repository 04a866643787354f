"""Do a task that was dispatched, or send it to the function elsewhere that does its kind.

This is the queue `work`: one task an invocation, since each may take as long as the function may run.
"""

from typing import Any

from progressive_flow.kernel.declarations.consumers import on_event
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.tasks import runner
from progressive_flow.kernel.tasks.events import TaskQueued


@on_event(
    TaskQueued,
    capabilities=(
        Capability.DATABASE_AS_SCHEDULER,
        Capability.TASKS,
        Capability.OUTSIDE_TASKS,
        Capability.ISOLATED_TASKS,
        Capability.UPLOAD_READS,
        Capability.CONTENT_EXPORTS,
        Capability.MAIL_LINKS,
    ),
    memory=1769,
    timeout=330,
    batch=1,
    concurrency=20,
)
def handler(event: TaskQueued) -> dict[str, Any]:
    return {"kind": event.kind, "state": runner.run_task(event.id, event.nonce, event.kind)}
