"""Every consumer handles the event of its case, again when it comes again, and fails on what is no event of its topic."""

from typing import Any

import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.consumers import Consumer
from progressive_flow_local.aws import deliveries
from tests.support import cases

CONSUMERS = registry.consumers()
HANDLED: dict[str, Any] = {"batchItemFailures": []}
FAILED = {"batchItemFailures": [{"itemIdentifier": "message"}]}
MALFORMED: dict[str, Any] = {
    "no detail": None,
    "no payload": {"id": "1"},
    "an empty payload": {"id": "1", "payload": {}},
    "a payload of numbers": {"id": "1", "payload": 7},
}


def deliver(consumer: Consumer, detail: Any) -> dict[str, Any]:
    """Deliver one event through the consumer's queue."""
    topic = consumer.declaration.topic
    event = {"detail-type": topic, "source": "progressive-flow", "id": "message", "detail": detail}
    return consumer(deliveries.batch(event), None)


@pytest.mark.usefixtures("database", "clouds")
@pytest.mark.parametrize("consumer", CONSUMERS, ids=lambda each: each.declaration.name)
def test_an_event_is_handled_each_time_it_comes(consumer: Consumer) -> None:
    case = cases.of(f"functions.consumers.{consumer.declaration.name}", cases.ConsumerCase)
    batch = deliveries.batch(case.event(consumer.declaration, "message"))
    assert [consumer(batch, None) for _ in range(2)] == [HANDLED, HANDLED]


@pytest.mark.usefixtures("database", "clouds")
@pytest.mark.parametrize("detail", MALFORMED.values(), ids=MALFORMED)
@pytest.mark.parametrize("consumer", CONSUMERS, ids=lambda each: each.declaration.name)
def test_what_is_no_event_of_the_topic_fails(consumer: Consumer, detail: Any) -> None:
    assert deliver(consumer, detail) == FAILED
