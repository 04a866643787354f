"""Declares a Cognito trigger: a function that the user pool invokes and waits for."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Unpack

from progressive_flow.kernel.declarations.models import Declaration, Resources
from progressive_flow.kernel.declarations.work import described, in_transaction

Event = dict[str, Any]


class CognitoEvent(StrEnum):
    """The user pool's events that functions answer."""

    POST_CONFIRMATION = "post_confirmation"
    PRE_TOKEN_GENERATION = "pre_token_generation"  # noqa: S105 - the name of an event


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(Declaration):
    """A function that Cognito invokes on an event. Cognito waits five seconds, whatever the function's own time-out."""

    folder = "triggers"

    event: CognitoEvent
    timeout: int = 5


class TriggerFunction:
    """A trigger: callable as the Lambda entry point, carrying its `Trigger`."""

    def __init__(self, function: Callable[..., Event], trigger: Trigger) -> None:
        self.declaration = trigger
        self._run: Callable[[Event], Event] = in_transaction(function, trigger.capabilities)

    def __call__(self, event: Event, context: Any) -> Event:
        """Handle one event; Cognito expects the event back, with the response filled in."""
        del context
        return self._run(event)


def cognito_trigger(
    event: CognitoEvent, **options: Unpack[Resources]
) -> Callable[[Callable[..., Event]], TriggerFunction]:
    """Make `functions/triggers/<name>.py`'s function the one that the user pool invokes on `event`."""

    def declare(function: Callable[..., Event]) -> TriggerFunction:
        return TriggerFunction(function, Trigger(*described(function), event=event, **options))

    return declare
