"""Take what came of a task that was done elsewhere; an answer that is late, or comes twice, changes nothing."""

from typing import Any

from progressive_flow.kernel.declarations.consumers import on_event
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.tasks import runner
from progressive_flow.kernel.tasks.events import TaskAnswered


@on_event(TaskAnswered, capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.TASKS))
def handler(event: TaskAnswered) -> dict[str, Any]:
    return {"state": runner.take_answer(event)}
