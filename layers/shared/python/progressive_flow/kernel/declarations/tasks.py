"""Declares the function that does the tasks of one kind.

    @task("render_report")
    def handler(payload: dict[str, Any], report: Report) -> dict[str, Any]: ...

The result goes to whoever reads the task. What the function raises is retried, except `TaskFailedError`, which ends the task
with its problem. Tasks are started at least once, so a function is idempotent; it opens its own transactions.
"""

from collections.abc import Callable
from typing import Any

from progressive_flow.kernel.declarations.models import Capability, TaskKind
from progressive_flow.kernel.declarations.work import described

Payload = dict[str, Any]
Report = Callable[[float], None]  # takes the share of the work that is done, 0 to 1
TaskHandler = Callable[[Payload, Report], dict[str, Any]]


class TaskFailedError(Exception):
    """Ends a task for good: `kind` names the cause, the message is for the person who asked."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


class TaskFunction:
    """The function of a kind, carrying its `TaskKind`."""

    def __init__(self, function: TaskHandler, declaration: TaskKind) -> None:
        self.declaration = declaration
        self._run = function

    def __call__(self, payload: Payload, report: Report) -> dict[str, Any]:
        """Do one task and return its result."""
        return self._run(payload, report)


def task(
    kind: str, *, capabilities: tuple[Capability, ...] = (), memory: int = 512, timeout: int = 60
) -> Callable[[TaskHandler], TaskFunction]:
    """Make `functions/tasks/<name>.py`'s function the one that does tasks of `kind`."""

    def declare(function: TaskHandler) -> TaskFunction:
        name, summary = described(function)
        return TaskFunction(function, TaskKind(name, kind, summary, capabilities, memory, timeout))

    return declare
