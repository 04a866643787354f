"""Takes events from the bus to their consumers, as a rule of EventBridge does: which moto's bus leaves out.

The consumer of the topic `user.erased` is `functions/triggers/user_erased.py`; a topic without one is for nobody.
"""

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from progressive_flow.kernel.declarations import registry
from progressive_flow_local.aws.wire import Answer, Call
from progressive_flow_local.invocation import ACCOUNT_ID, REGION

TRIES, PAUSE = 3, 1.0  # EventBridge tries for a day; here, somebody looks at the log
LOG = logging.getLogger("progressive_flow_local.events")
Invoke = Callable[[str, dict[str, Any]], object]


def is_publication(call: Call) -> bool:
    """Tell whether this call puts events on a bus."""
    return call.headers.get("X_AMZ_TARGET", "") == "AWSEvents.PutEvents"


def deliver(invoke: Invoke, call: Call, answer: Answer) -> None:
    """Hand over what the bus has taken, once the caller has its answer."""
    told = json.loads(answer.body or b"{}").get("Entries", [])
    for entry, result in zip(call.parameters().get("Entries", []), told, strict=False):
        consumer = str(entry.get("DetailType", "")).replace(".", "_")
        if "EventId" in result and f"functions.triggers.{consumer}" in registry.functions().values():
            threading.Thread(target=_try, args=(invoke, consumer, event(entry, result["EventId"])), daemon=True).start()


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


def _try(invoke: Invoke, consumer: str, wanted: dict[str, Any]) -> None:
    for _ in range(TRIES):
        try:
            invoke(consumer, wanted)
        except Exception:
            LOG.exception("%s failed", consumer)
            time.sleep(PAUSE)
        else:
            return
