"""Tasks as learners read them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

State = Literal["queued", "running", "done", "failed", "cancelled"]
TaskId = Annotated[UUID, Field(description="Id of a task.")]
StateFilter = Annotated[State, Field(description="Only tasks in this state.")]
KindFilter = Annotated[str, Field(pattern="^[a-z][a-z_]{0,59}$", description="Only tasks of this kind.")]


class TaskProblem(BaseModel):
    """Why a task failed, or why its last try did."""

    kind: str = Field(description="Kind of problem, as in the last part of a problem's `type`.")
    detail: str = Field(description="What happened, for people.")


class TaskSummary(BaseModel):
    """A task without what came of it."""

    id: UUID = Field(description="Id of the task.")
    kind: str = Field(description="What the task does.")
    state: State = Field(description="Where the task is: the last three states are final.")
    progress: float = Field(ge=0, le=1, description="The share of the work that is done.")
    created_at: datetime = Field(description="When it was asked for.")
    started_at: datetime | None = Field(description="When the last try began.")
    finished_at: datetime | None = Field(description="When it reached a final state; null until then.")


class Task(TaskSummary):
    """A task: `result` once it is done, `problem` once a try failed."""

    result: dict[str, Any] | None = Field(
        description="What came of it, in a form that depends on its kind; null until it is done."
    )
    problem: TaskProblem | None = Field(description="Why its last try failed; null if none did.")

    @property
    def open(self) -> bool:
        """Whether it is worth asking again."""
        return self.finished_at is None
