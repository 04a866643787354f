"""Takes events from the bus to their consumers, as a rule with a queue and Lambda's poller do: moto's bus leaves that out.

Each consumer of a topic receives the event by itself and is tried again by itself, so that one that fails delays no other.
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
from progressive_flow_local.aws.wire import Answer, Call
from progressive_flow_local.invocation import ACCOUNT_ID, REGION

# A deployed queue keeps a message for days; here somebody looks at the log.
TRIES, PAUSE = 3, 1.0
LOG = logging.getLogger("progressive_flow_local.events")
Invoke = Callable[[Consumer, dict[str, Any]], dict[str, Any]]


def is_publication(call: Call) -> bool:
    """Return whether this call puts events on a bus."""
    return call.headers.get("X_AMZ_TARGET", "") == "AWSEvents.PutEvents"


def deliver(invoke: Invoke, call: Call, answer: Answer) -> None:
    """Hand over what the bus has accepted, once the caller has its answer."""
    results = json.loads(answer.body or b"{}").get("Entries", [])
    for entry, result in zip(call.parameters().get("Entries", []), results, strict=False):
        if "EventId" not in result:
            continue
        for consumer in registry.receivers():
            if receives(consumer, entry.get("DetailType"), entry["Detail"]):
                message = batch(event(entry, result["EventId"]))
                threading.Thread(target=_try, args=(invoke, consumer, message), daemon=True).start()


def receives(consumer: Consumer, topic: str | None, detail: str) -> bool:
    """Return whether the rule of a consumer matches an event."""
    declared = consumer.declaration
    return declared.topic == topic and (
        declared.kind is None or json.loads(detail)["payload"].get("kind") == declared.kind
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


def _try(invoke: Invoke, consumer: Consumer, message: dict[str, Any]) -> None:
    for _ in range(TRIES):
        try:
            if not invoke(consumer, message)["batchItemFailures"]:
                return
            LOG.error("%s could not handle an event", consumer.declaration.name)
        except Exception:
            LOG.exception("%s failed", consumer.declaration.name)
        time.sleep(PAUSE)
