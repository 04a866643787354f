"""Do a task that was dispatched."""

from typing import Any

from progressive_flow.kernel.declarations.consumers import on_event
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.tasks import runner
from progressive_flow.kernel.tasks.events import TaskQueued


@on_event(TaskQueued, capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.TASKS), timeout=330)
def handler(event: TaskQueued) -> dict[str, Any]:
    return {"kind": event.kind, "state": runner.run_task(event.id, event.nonce, event.kind)}
