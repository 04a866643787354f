"""The event of a task's dispatch."""

from typing import ClassVar
from uuid import UUID

from progressive_flow.kernel.events.models import Event


class TaskQueued(Event):
    """A task waits for a worker. It goes to the bus after the commit and not through the outbox: the minute job repairs."""

    topic: ClassVar[str] = "task.queued"

    id: UUID
    nonce: UUID
    kind: str
