"""Events of tasks: their dispatch, and of those that are done elsewhere the way there and back."""

from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from progressive_flow.kernel.events.models import Event
from progressive_flow.kernel.tasks.models import TaskProblem

TaskId = Annotated[UUID, Field(description="Id of the task.")]
Nonce = Annotated[UUID, Field(description="Identifies this dispatch: a worker takes a task by its latest one alone.")]
Kind = Annotated[str, Field(description="Kind of the task, which names the function that does it.")]


class TaskQueued(Event):
    """A task waits for a worker. It goes to the bus after the commit and not through the outbox: the minute job repairs."""

    topic: ClassVar[str] = "task.queued"

    id: TaskId
    nonce: Nonce
    kind: Kind


class TaskSent(Event):
    """A task was begun and goes to a function without the database, which can ask nobody for what it needs."""

    topic: ClassVar[str] = "task.sent"

    id: TaskId
    nonce: Nonce
    kind: Kind
    payload: dict[str, Any] = Field(description="What the work needs, in a form that depends on the kind.")
    expires_at: datetime = Field(
        description="Until when it may be begun: an answer to one that begins later could be too late."
    )


class TaskAnswered(Event):
    """A task was done elsewhere; what came of it counts if its dispatch is the latest one."""

    topic: ClassVar[str] = "task.answered"

    id: TaskId
    nonce: Nonce
    result: dict[str, Any] | None = Field(
        description="What came of it, in a form that depends on the kind; null if it failed."
    )
    problem: TaskProblem | None = Field(description="Why it failed; null if it did not.")
    retry: bool = Field(description="Whether another try may succeed.")
