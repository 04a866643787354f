"""Declares an operation: a function that a deployment, another function or an operator invokes by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Unpack

from progressive_flow.kernel.declarations.models import Declaration, Options
from progressive_flow.kernel.declarations.work import Work, described, in_transaction


@dataclass(frozen=True, slots=True)
class Operation(Declaration):
    """A function that a deployment, another function or an operator invokes by name."""

    folder = "operations"


class OperationFunction:
    """An operation: callable as the Lambda entry point, carrying its `Operation`."""

    def __init__(self, function: Callable[..., Work], operation: Operation) -> None:
        self.declaration = operation
        self._run: Callable[[dict[str, Any]], Work] = in_transaction(function, operation.capabilities)

    def __call__(self, event: dict[str, Any], context: Any) -> Work:
        """Handle one invocation; `event` holds the operation's parameters."""
        del context
        return self._run(event)


def operation(**options: Unpack[Options]) -> Callable[[Callable[..., Work]], OperationFunction]:
    """Make `functions/operations/<name>.py`'s function an operation."""

    def declare(function: Callable[..., Work]) -> OperationFunction:
        return OperationFunction(function, Operation(*described(function), **options))

    return declare
