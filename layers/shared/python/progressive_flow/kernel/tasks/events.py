"""The event of a task's dispatch."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from progressive_flow.kernel.events.models import Event


class TaskQueued(Event):
    """A task waits for a worker. It goes to the bus after the commit and not through the outbox: the minute job repairs."""

    topic: ClassVar[str] = "task.queued"

    id: UUID = Field(description="Id of the task.")
    nonce: UUID = Field(description="Identifies this dispatch: a worker takes a task by its latest one alone.")
    kind: str = Field(description="Kind of the task, which names the function that does it.")
