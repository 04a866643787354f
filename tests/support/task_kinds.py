"""A kind of task for tests, and how to queue, dispatch and read its tasks."""

import uuid
from datetime import timedelta
from typing import Any, NamedTuple

from progressive_flow.kernel import clock
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.tasks import Payload, Report, TaskFailedError, task
from progressive_flow.kernel.tasks import runner, service
from progressive_flow.kernel.tasks.models import Task
from tests.support import proofs
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds

PATH = "/v1/tasks"


class Dispatch(NamedTuple):
    """What the bus was given of a task."""

    id: uuid.UUID
    nonce: uuid.UUID
    kind: str


@task("double", timeout=30)
def double(payload: Payload, report: Report) -> dict[str, Any]:
    """Do as the payload says."""
    report(0.5)
    match payload:
        case {"fails": str(kind)}:
            raise TaskFailedError(kind, "This cannot be doubled.")
        case {"breaks": True}:
            raise ConnectionError("the network went away")
        case {"text": int(length)}:
            return {"text": "x" * length}
        case _:
            return {"number": 2 * payload["number"]}


def enqueue(learner: Caller, payload: dict[str, Any], **options: Any) -> Task:
    """Queue a task of the kind `double` in a transaction of a learner's."""
    return enqueue_kind(learner, "double", payload, **options)


def enqueue_kind(learner: Caller, kind: str, payload: dict[str, Any], **options: Any) -> Task:
    """Queue a task in a transaction of a learner's."""
    with transactions.begin(proofs.principal(learner.id)) as db:
        return service.enqueue(db, kind, payload, **options)


def dispatches(clouds: Clouds) -> list[Dispatch]:
    """Take the dispatches that the bus was given since the last look."""
    heard = [event["detail"]["payload"] for event in clouds.heard() if event["detail-type"] == "task.queued"]
    return [
        Dispatch(uuid.UUID(dispatched["id"]), uuid.UUID(dispatched["nonce"]), dispatched["kind"])
        for dispatched in heard
    ]


def shown(api: Api, learner: Caller, id_: uuid.UUID) -> dict[str, Any]:
    """Return a task as its learner reads it."""
    found: dict[str, Any] = api.get(f"{PATH}/{id_}", learner).json()
    return found


def minutes_later(minutes: float) -> Any:
    """Move the clock on."""
    return clock.moved_to(clock.now() + timedelta(minutes=minutes))


def run_due_tasks(clouds: Clouds, minutes: float = 2) -> list[str | None]:
    """Let minutes pass, run the minute job and do what it dispatches; return what became of each task."""
    with minutes_later(minutes):
        requeue()
        return [runner.run_task(*dispatch) for dispatch in dispatches(clouds)]


def requeue() -> dict[str, Any]:
    """Run the minute job."""
    done: dict[str, Any] = registry.load("functions.scheduled.requeue_tasks")({}, None)
    return done
