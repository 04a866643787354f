"""A kind of task for tests that is done outside the network, and a kind in the network whose children its tasks are."""

from typing import Any
from uuid import UUID

import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.tasks import (
    Children,
    Completion,
    Done,
    Payload,
    Report,
    TaskFailedError,
    task,
)
from progressive_flow.kernel.tasks.events import TaskAnswered
from progressive_flow.kernel.tasks.outside import outside_task
from progressive_flow_local.aws import deliveries
from tests.support.api import Caller
from tests.support.clouds import Clouds
from tests.support.task_kinds import enqueue_kind

PARENT = "shout_all"


@outside_task("shout", timeout=30)
def shout(payload: Payload) -> dict[str, Any]:
    """Return a word in capitals."""
    match payload["word"]:
        case "mum":
            raise TaskFailedError("speechless", "This cannot be shouted.")
        case "cough":
            raise ConnectionError("the network went away")
        case "echo":
            return {"word": "o" * 262_144}
        case word:
            return {"word": word.upper()}


@task(PARENT, timeout=30)
def shout_all(payload: Payload, report: Report) -> Done:
    """Have each word shouted outside; keep what comes back when the task ends."""
    if "children" not in payload:
        return Children("shout", [{"word": word} for word in payload["words"]])
    return kept(payload["children"])


def kept(children: list[dict[str, Any]]) -> Completion:
    """Return what a rule of the database would do with the results, in the transaction that ends the task."""
    return lambda db: {"words": [child["word"] for child in children], "at": db.at.isoformat()}


def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let these two kinds be all there are."""
    monkeypatch.setattr(registry, "tasks", lambda: {"shout": shout, PARENT: shout_all})


def deliver(*events: dict[str, Any]) -> None:
    """Hand events to whatever receives them, which must not fail."""
    for event in events:
        for consumer in registry.receivers():
            if deliveries.receives(consumer, event):
                assert consumer(deliveries.batch(event), None) == {"batchItemFailures": []}


def heard(clouds: Clouds, topic: str) -> list[dict[str, Any]]:
    """Take what the bus was given since the last look; it must be of one topic alone."""
    events = clouds.heard()
    assert {event["detail-type"] for event in events} <= {topic}
    return events


def sent(learner: Caller, clouds: Clouds, parent: str, *words: str) -> tuple[UUID, list[dict[str, Any]]]:
    """Queue a task and go on until its children are sent; return its id and what was sent."""
    queued = enqueue_kind(learner, parent, {"words": words})
    for _ in range(2):  # the task, and then its children
        deliver(*heard(clouds, "task.queued"))
    return queued.id, heard(clouds, "task.sent")


def answered(event: dict[str, Any]) -> TaskAnswered:
    """Return the answer that an event carries."""
    return TaskAnswered.model_validate(event["detail"]["payload"])
