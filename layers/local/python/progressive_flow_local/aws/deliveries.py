"""Takes events from a bus to whatever receives them, as its rules do: moto's bus leaves that out.

Each consumer of a topic receives the event by itself, through a queue, and is tried again by itself, so that one that fails
delays no other. An isolated function is invoked once; what it returns, or that it did not, goes to the consumer of answers.
"""

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.consumers import Consumer
from progressive_flow.kernel.tasks import isolated
from progressive_flow_local.aws import stores
from progressive_flow_local.aws.wire import Answer, Call
from progressive_flow_local.invocation import ACCOUNT_ID, REGION

# A deployed queue keeps a message for days; here somebody looks at the log.
TRIES, PAUSE = 3, 1.0
LOG = logging.getLogger("progressive_flow_local.events")
Invoke = Callable[[Consumer, dict[str, Any]], dict[str, Any]]
Isolate = Callable[[str, dict[str, Any]], dict[str, Any]]


def is_publication(call: Call) -> bool:
    """Return whether this call puts events on a bus."""
    return call.headers.get("X_AMZ_TARGET", "") == "AWSEvents.PutEvents"


def deliver(invoke: Invoke, isolate: Isolate, call: Call, answer: Answer) -> None:
    """Hand over what a bus has accepted, once the caller has its answer."""
    results = json.loads(answer.body or b"{}").get("Entries", [])
    for entry, result in zip(call.parameters().get("Entries", []), results, strict=False):
        if "EventId" not in result:
            continue
        delivered = event(entry, result["EventId"])
        if entry.get("EventBusName") == stores.ISOLATED_BUS:
            _begin(_isolate, invoke, isolate, delivered)
        else:
            _hand_over(invoke, delivered)


def receives(consumer: Consumer, delivered: dict[str, Any]) -> bool:
    """Return whether the rule of a consumer matches an event."""
    declared = consumer.declaration
    return declared.topic == delivered["detail-type"] and (
        declared.kind is None or delivered["detail"]["payload"].get("kind") == declared.kind
    )


def event(entry: dict[str, Any], event_id: str | None = None) -> dict[str, Any]:
    """Return the event that a rule's target receives."""
    return {
        "version": "0",
        "id": event_id or str(uuid.uuid4()),
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": ACCOUNT_ID,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "region": REGION,
        "resources": [],
        "detail": json.loads(entry["Detail"]),
    }


def batch(*events: dict[str, Any]) -> dict[str, Any]:
    """Return the batch in which Lambda's poller hands events of a queue to a function."""
    return {
        "Records": [
            {
                "messageId": delivered["id"],
                "receiptHandle": delivered["id"],
                "body": json.dumps(delivered),
                "attributes": {},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT_ID}:local",
                "awsRegion": REGION,
            }
            for delivered in events
        ]
    }


def _hand_over(invoke: Invoke, delivered: dict[str, Any]) -> None:
    """Put an event in the queue of each of its consumers."""
    for consumer in registry.receivers():
        if receives(consumer, delivered):
            _begin(_try, invoke, consumer, batch(delivered))


def _begin(work: Callable[..., None], *args: object) -> None:
    threading.Thread(target=work, args=args, daemon=True).start()


def _isolate(invoke: Invoke, isolate: Isolate, delivered: dict[str, Any]) -> None:
    """Invoke the isolated function of a task, and hand over what Lambda's destination would."""
    sent = delivered["detail"]["payload"]
    for function in registry.isolated_tasks():
        if function.declaration.kind == sent["kind"]:
            try:
                answer = isolate(function.declaration.module, delivered)
            except Exception:
                LOG.exception("%s failed", function.declaration.name)
                answer = isolated.unanswered(sent["id"], sent["nonce"])
            _hand_over(invoke, {"id": str(uuid.uuid4()), **answer})


def _try(invoke: Invoke, consumer: Consumer, message: dict[str, Any]) -> None:
    for _ in range(TRIES):
        try:
            if not invoke(consumer, message)["batchItemFailures"]:
                return
            LOG.error("%s could not handle an event", consumer.declaration.name)
        except Exception:
            LOG.exception("%s failed", consumer.declaration.name)
        time.sleep(PAUSE)
