"""A kind of task for tests that is done in isolation, and a kind in the network whose children its tasks are."""

import json
import os
import signal
import uuid
from typing import Any

import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.tasks import Children, Done, Payload, Report, TaskFailedError, task
from progressive_flow.kernel.tasks.isolated import MAX_ANSWER, isolated_task

PARENT = "reverse_all"


@isolated_task("reverse", timeout=15)
def reverse(payload: Payload) -> dict[str, Any]:
    """Return a word backwards."""
    match payload["word"]:
        case "palindrome":
            raise TaskFailedError("same", "It is the same backwards.")
        case "break":
            raise ValueError("broken")
        case "long":
            return {"word": "é" * (MAX_ANSWER // 2)}
        case word:
            return {"word": word[::-1]}


@task(PARENT, timeout=30)
def reverse_all(payload: Payload, report: Report) -> Done:
    """Have each word reversed in isolation."""
    if "children" not in payload:
        return Children("reverse", [{"word": word} for word in payload["words"]])
    return {"words": [child["word"] for child in payload["children"]]}


def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let these two kinds be all there are."""
    monkeypatch.setattr(registry, "tasks", lambda: {"reverse": reverse, PARENT: reverse_all})


def answered(event: dict[str, Any]) -> dict[str, Any]:
    """Let the isolated function handle an event; return its answer as the event that Lambda makes of it."""
    return {"id": str(uuid.uuid4()), **json.loads(json.dumps(reverse(event, None)))}


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Return which process this is, or end it as a machine does that runs out of memory."""
    if event.get("dies"):
        os.kill(os.getpid(), signal.SIGKILL)
    return {"process": os.getpid()}
