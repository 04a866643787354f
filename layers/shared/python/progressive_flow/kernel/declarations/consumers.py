"""Declares a consumer: a function that receives one topic's events through a queue of its own.

Several consumers may subscribe to a topic. Each has a queue, retries and a failure queue of its own, so that one that
fails delays no other. A batch may succeed in part: Powertools' BatchProcessor returns only the failed messages to the
queue. Events arrive at least once, so a consumer is idempotent.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, Unpack

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from pydantic import ValidationError

from progressive_flow.kernel import observability
from progressive_flow.kernel.declarations.models import Declaration, Options, ServiceEvents
from progressive_flow.kernel.declarations.work import Work, described, in_transaction, logged
from progressive_flow.kernel.events.models import Event

Payload = TypeVar("Payload", bound=Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(Declaration):
    """A function that receives the events of one topic through a queue of its own.

    `batch` is how many events an invocation gets at most, and `concurrency` how many invocations there are at once, without a
    limit if it is None. `kind` narrows the topic to events whose payload names that kind. `service` stands for events of an AWS
    service in place of the platform's own: they come from the account's default bus, and their whole detail is the payload.
    """

    folder = "consumers"

    topic: str
    batch: int = 10
    concurrency: int | None = None
    kind: str | None = None
    service: ServiceEvents | None = None


class MalformedEventError(Exception):
    """An event has another shape than its topic's. What it holds is not repeated, since it may be about a person."""


class Consumer:
    """A consumer: callable as the Lambda entry point of its queue, carrying its `Subscription`."""

    def __init__(self, function: Callable[..., Work], model: type[Event], subscription: Subscription) -> None:
        self.declaration = subscription
        self._model = model
        self._run: Callable[[Event], Work] = in_transaction(function, subscription.capabilities)
        self._processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Handle a batch of messages; return which of them failed."""
        del context
        response: Any = process_partial_response(event, self._receive, self._processor)
        return dict(response)

    def run(self, payload: dict[str, Any]) -> Work:
        """Handle one event's payload and return the work done; raise ValidationError for another shape than the model's."""
        return self._run(self._model.model_validate(payload))

    def _receive(self, record: dict[str, Any]) -> Work:
        """Handle one message. What it raises is logged here, because the batch processor only counts it."""
        try:
            detail = json.loads(record["body"])["detail"]
            payload = detail if self.declaration.service else detail["payload"]
            return logged(self.declaration.name, lambda: self.run(payload))
        except ValidationError as error:
            problems = error.errors(include_input=False, include_url=False, include_context=False)
            fields = {"consumer": self.declaration.name, "message_id": record["messageId"], "problems": problems}
            observability.error("an event has another shape than its topic's", **fields)
            raise MalformedEventError(self.declaration.topic) from None
        except Exception as error:
            observability.exception(error, consumer=self.declaration.name, message_id=record["messageId"])
            raise


class Delivery(Options, total=False):
    """What `on_event` takes; `Subscription` describes each."""

    batch: int
    concurrency: int
    service: ServiceEvents


def on_event(model: type[Payload], **options: Unpack[Delivery]) -> Callable[[Callable[..., Work]], Consumer]:
    """Make `functions/consumers/<name>.py`'s function a consumer of the topic that `model` describes."""

    def declare(function: Callable[..., Work]) -> Consumer:
        return Consumer(function, model, Subscription(*described(function), topic=model.topic, **options))

    return declare
