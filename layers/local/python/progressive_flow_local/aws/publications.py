"""Takes events for the platform's own buses, as EventBridge does.

moto would match each with the rules of the bus and hand it to targets; there are neither, and a task is four events.
"""

import json
import uuid
from typing import Any

from progressive_flow_local.aws.stores import EVENT_BUS, ISOLATED_BUS
from progressive_flow_local.aws.wire import Answer, Call

HEADERS = [("content-type", "application/x-amz-json-1.1")]


def accepted(call: Call) -> Answer | None:
    """Return the answer to a call with events of the platform; None for any other, which is moto's to answer."""
    entries = call.parameters().get("Entries")
    if not entries or not all(map(_is_of_the_platform, entries)):
        return None
    results = [{"EventId": str(uuid.uuid4())} for _ in entries]
    return Answer("200 OK", list(HEADERS), json.dumps({"FailedEntryCount": 0, "Entries": results}).encode())


def _is_of_the_platform(entry: dict[str, Any]) -> bool:
    named = entry.get("EventBusName") in {EVENT_BUS, ISOLATED_BUS} and all(
        entry.get(name) for name in ("Source", "DetailType")
    )
    try:
        return named and isinstance(json.loads(entry["Detail"]), dict)
    except (KeyError, TypeError, ValueError):
        return False
