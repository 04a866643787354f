"""Declares the function that does the tasks of one kind.

    @task("render_report")
    def handler(payload: dict[str, Any], report: Report) -> dict[str, Any]: ...

The result goes to whoever reads the task. What the function raises is retried, except `TaskFailedError`, which ends the task
with its problem, and what a rule in the database refuses. Tasks are started at least once, so a function is idempotent; it
opens its own transactions. What must happen once is a `Completion`, which the function returns in place of the result. Work
that many workers can share is split into `Children`.

A kind's *queue* says where it is done. `work` is the consumer `run_task`: in the network, with the database. What needs another
service or opens what others made is done `outside`, by a function and a queue of its own: `kernel.tasks.outside` declares it.
What runs code of other people is `isolated`, by a function that reaches nothing at all: `kernel.tasks.isolated` declares it.

A learner may cancel their task while it runs. `report` raises then, and the function lets that pass: it ends at its next
report, so one that works for long reports every few seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Unpack

from progressive_flow.kernel.declarations.models import Declaration, Options
from progressive_flow.kernel.declarations.work import described

if TYPE_CHECKING:  # a function outside has no database, and need not load the driver of one
    from progressive_flow.kernel.database.transactions import Transaction
    from progressive_flow.kernel.declarations.consumers import Consumer

Queue = Literal["work", "outside", "isolated"]
Payload = dict[str, Any]
Report = Callable[[float], None]  # takes the share of the work that is done, 0 to 1
Result = dict[str, Any]
# Runs in the transaction that ends the task, as whoever queued it, and returns the result: it happens once, or not at all.
Completion = Callable[["Transaction"], Result]
MAX_CHILDREN = 200


@dataclass(frozen=True, slots=True)
class Children:
    """Parts of a task's work that become tasks of one kind, returned in place of the result; there are no children of children.

    The task waits for them. When all are done the function is called again, with their results in order as
    `payload["children"]`, and returns the result of the whole. A child that fails for good fails the task.
    """

    kind: str
    payloads: Sequence[Payload]

    def __post_init__(self) -> None:
        """Raise ValueError for no children, for which a task would wait for ever, and for too many."""
        if not 1 <= len(self.payloads) <= MAX_CHILDREN:
            raise ValueError(f"A task has 1 to {MAX_CHILDREN} children, not {len(self.payloads)}.")


Done = Result | Completion | Children
TaskHandler = Callable[[Payload, Report], Done]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskKind(Declaration):
    """A function that does the tasks of one kind; a worker's lease is a little longer than its time-out.

    A kind that is `internal` serves the platform itself and is not done for a user: code in a function of learners' could queue
    one, with the proof of whoever calls it. For the same reason one that is done elsewhere is done for a user as a child alone.
    """

    folder = "tasks"

    kind: str
    internal: bool = False
    queue: Queue = "work"

    @property
    def elsewhere(self) -> bool:
        """Whether a function without the database does it, which is sent all that it needs."""
        return self.queue != "work"


class TaskFailedError(Exception):
    """Ends a task for good: `kind` names the cause, the message is for the person who asked."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


class TaskFunction:
    """The function of a kind, carrying its `TaskKind`; one that is done outside has a `consumer` of its dispatches."""

    consumer: Consumer | None = None

    def __init__(self, function: TaskHandler, declaration: TaskKind) -> None:
        self.declaration = declaration
        self._run = function

    def run(self, payload: Payload, report: Report) -> Done:
        """Do one task; return its result, what completes it, or the parts of its work."""
        return self._run(payload, report)


def task(kind: str, *, internal: bool = False, **options: Unpack[Options]) -> Callable[[TaskHandler], TaskFunction]:
    """Make `functions/tasks/<name>.py`'s function the one that does tasks of `kind`."""

    def declare(function: TaskHandler) -> TaskFunction:
        return TaskFunction(function, TaskKind(*described(function), kind=kind, internal=internal, **options))

    return declare
