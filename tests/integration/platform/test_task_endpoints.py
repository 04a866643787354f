"""GET /v1/tasks, GET /v1/tasks/{task_id}, and a kind of task from its request to its result."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import psycopg
import pytest

from progressive_flow.kernel import aws, clock
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.tasks import Payload, Report, TaskFailedError, task
from progressive_flow.kernel.principal import Principal
from progressive_flow.kernel.tasks import runner, service
from progressive_flow.kernel.tasks.models import Task
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies, pointers, walk
from tests.support.scene import one

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


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `double` be the only kind there is."""
    monkeypatch.setattr(registry, "tasks", lambda: {"double": double})


def enqueue(learner: Caller, payload: dict[str, Any], **options: Any) -> Task:
    """Queue a task in a transaction of a learner's."""
    with transactions.begin(Principal(learner.id, None, frozenset())) as db:
        return service.enqueue(db, "double", payload, **options)


def dispatches(clouds: Clouds) -> list[Dispatch]:
    """Take the dispatches that the bus was given since the last look."""
    heard = [event["detail"]["payload"] for event in clouds.heard() if event["detail-type"] == "task.queued"]
    return [Dispatch(uuid.UUID(each["id"]), uuid.UUID(each["nonce"]), each["kind"]) for each in heard]


def shown(api: Api, learner: Caller, id_: uuid.UUID) -> dict[str, Any]:
    """Return a task as its learner reads it."""
    found: dict[str, Any] = api.get(f"{PATH}/{id_}", learner).json()
    return found


def minutes_later(minutes: float) -> Any:
    """Move the clock on."""
    return clock.moved_to(clock.now() + timedelta(minutes=minutes))


def requeue() -> dict[str, Any]:
    """Run the minute job."""
    done: dict[str, Any] = registry.load("functions.scheduled.requeue_tasks")({}, None)
    return done


def test_from_the_request_to_the_result(api: Api, learner: Caller, clouds: Clouds) -> None:
    queued = enqueue(learner, {"number": 21})
    assert shown(api, learner, queued.id) == json.loads(queued.model_dump_json())
    [dispatch] = dispatches(clouds)
    assert (dispatch.id, dispatch.kind) == (queued.id, "double")
    assert runner.run_task(*dispatch) == "done"
    done = shown(api, learner, queued.id)
    assert (done["state"], done["progress"], done["result"]) == ("done", 1, {"number": 42})
    assert done["started_at"] <= done["finished_at"]
    assert runner.run_task(*dispatch) is None, "an event that comes twice does nothing"


def test_what_was_rolled_back_is_never_dispatched(learner: Caller, clouds: Clouds) -> None:
    def queue_and_fail() -> None:
        with transactions.begin(Principal(learner.id, None, frozenset())) as db:
            service.enqueue(db, "double", {"number": 1})
            raise KeyError

    with pytest.raises(KeyError):
        queue_and_fail()
    assert dispatches(clouds) == []


class Deaf:
    """A bus that takes nothing."""

    def put_events(self, Entries: list[Any]) -> dict[str, Any]:  # noqa: N803 - boto3's name
        """Refuse as EventBridge does when it is asked too often."""
        return {"Entries": [{"ErrorCode": "ThrottlingException"} for _ in Entries]}


def test_a_bus_that_takes_nothing_fails_no_request_and_the_minute_job_dispatches(
    fresh_database: dict[str, str], learner: Caller, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(aws, "hasty_events", Deaf)
        queued = enqueue(learner, {"number": 1})
    assert dispatches(clouds) == []
    assert requeue() | {"requeued": 0} == requeue(), "its minute is not over"
    with minutes_later(1.1):
        done = requeue()
        assert (done["requeued"], done["failed"], done["undelivered"]) == (1, 0, 0)
        [dispatch] = dispatches(clouds)
        assert (dispatch.id, runner.run_task(*dispatch)) == (queued.id, "done")


@pytest.mark.usefixtures("clouds")
def test_the_bus_is_asked_once_and_for_300_ms_at_most() -> None:
    config: Any = aws.hasty_events().meta.config
    assert config.connect_timeout + config.read_timeout == pytest.approx(0.3)
    assert config.retries["total_max_attempts"] == 1


def test_a_hook_runs_after_the_commit_and_what_it_raises_is_no_failure(
    learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    seen = []

    def look() -> None:
        with beyond_policies(fresh_database, admin_url) as connection:
            seen.append(one(connection, "select count(*) from identity.users where id = %s", learner.id))
        raise OSError("after the commit")

    with transactions.begin(Principal(learner.id, None, frozenset())) as db:
        db.after_commit(look)
        db.after_commit(lambda: seen.append("next"))
        assert seen == []
    assert seen == [1, "next"]


def test_a_task_fails_with_its_problem_and_is_not_retried(api: Api, learner: Caller, clouds: Clouds) -> None:
    queued = enqueue(learner, {"fails": "odd"})
    assert runner.run_task(*dispatches(clouds)[0]) == "failed"
    failed = shown(api, learner, queued.id)
    assert (failed["state"], failed["result"]) == ("failed", None)
    assert failed["problem"] == {"kind": "odd", "detail": "This cannot be doubled."}


def test_a_result_too_large_fails(api: Api, learner: Caller, clouds: Clouds) -> None:
    for length, state in ((runner.MAX_RESULT, "failed"), (runner.MAX_RESULT - len('{"text": ""}'), "done")):
        queued = enqueue(learner, {"text": length})
        assert runner.run_task(*dispatches(clouds)[0]) == state
        assert shown(api, learner, queued.id)["state"] == state


def test_what_breaks_is_retried_by_the_minute_job_until_tries_are_used_up(
    fresh_database: dict[str, str], api: Api, learner: Caller, clouds: Clouds
) -> None:
    queued = enqueue(learner, {"breaks": True}, max_tries=2)
    assert runner.run_task(*dispatches(clouds)[0]) == "queued"
    waiting = shown(api, learner, queued.id)
    assert (waiting["state"], waiting["problem"]["kind"]) == ("queued", "unexpected")
    assert "network" not in waiting["problem"]["detail"]
    with minutes_later(1):
        assert requeue()["requeued"] == 1
        assert runner.run_task(*dispatches(clouds)[0]) == "failed"
    assert shown(api, learner, queued.id)["state"] == "failed"


def test_a_worker_killed_between_start_and_finish_loses_nothing(
    fresh_database: dict[str, str], api: Api, learner: Caller, clouds: Clouds
) -> None:
    queued = enqueue(learner, {"number": 4})
    [lost] = dispatches(clouds)
    script = f"""
import os, signal
from progressive_flow.kernel.declarations import registry, tasks
from progressive_flow.kernel.tasks import runner
from uuid import UUID
@tasks.task("double", timeout=30)
def kill(payload, report):
    os.kill(os.getpid(), signal.SIGKILL)
registry.tasks = lambda: {{"double": kill}}
runner.run_task(UUID("{lost.id}"), UUID("{lost.nonce}"), "double")
"""
    environment = {**os.environ, "SCHEDULER_DATABASE_URL": fresh_database["scheduler"]}
    done = subprocess.run([sys.executable, "-c", script], env=environment, timeout=60, check=False)
    assert done.returncode == -9
    assert shown(api, learner, queued.id)["state"] == "running"
    assert requeue()["requeued"] == 0
    with minutes_later(1):
        assert requeue()["requeued"] == 1
        assert runner.run_task(*lost) is None
        assert runner.run_task(*dispatches(clouds)[0]) == "done"
    assert shown(api, learner, queued.id)["result"] == {"number": 8}


def test_the_same_work_twice_is_refused(learner: Caller, clouds: Clouds) -> None:
    enqueue(learner, {"number": 1}, dedup_key=str(learner.id))
    with pytest.raises(psycopg.Error) as refusal:
        enqueue(learner, {"number": 1}, dedup_key=str(learner.id))
    assert refusal.value.diag.constraint_name == "task-pending"
    assert len(dispatches(clouds)) == 1


def test_a_delayed_task_waits_for_the_minute_job(learner: Caller, clouds: Clouds) -> None:
    enqueue(learner, {"number": 1}, delay=timedelta(minutes=5))
    assert dispatches(clouds) == []


def test_an_open_task_says_when_to_ask_again(api: Api, learner: Caller, clouds: Clouds) -> None:
    queued = enqueue(learner, {"number": 1})
    for seconds, wanted in ((1, "1"), (6, "2"), (31, "4"), (3600, "4")):
        with clock.moved_to(queued.created_at + timedelta(seconds=seconds)):
            response = api.get(f"{PATH}/{queued.id}", learner)
            assert response.headers["retry-after"] == wanted
    again = api.get(f"{PATH}/{queued.id}", learner, headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, "retry-after" in again.headers) == (304, True)
    runner.run_task(*dispatches(clouds)[0])
    assert "retry-after" not in api.get(f"{PATH}/{queued.id}", learner).headers


@pytest.mark.usefixtures("clouds")
def test_anothers_task_is_as_if_it_were_not_there(api: Api, learner: Caller) -> None:
    queued, stranger = enqueue(learner, {"number": 1}), new_caller()
    for id_ in (queued.id, uuid.uuid4()):
        problem(api.get(f"{PATH}/{id_}", stranger), 404, "not-found")
    assert api.get(PATH, stranger).json() == {"items": [], "next_cursor": None}
    assert [api.get(path).status_code for path in (PATH, f"{PATH}/{queued.id}")] == [401, 401]


@pytest.mark.usefixtures("clouds")
def test_a_cancelled_task_stays_to_be_read(api: Api, learner: Caller) -> None:
    queued = enqueue(learner, {"number": 1})
    with transactions.begin(Principal(learner.id, None, frozenset())) as db:
        service.cancel_task(db, queued.id)
    assert shown(api, learner, queued.id)["state"] == "cancelled"


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_walk_meets_each_once_newest_first(api: Api, learner: Caller, clouds: Clouds, limit: int) -> None:
    with clock.moved_to(clock.now()):
        queued = [str(enqueue(learner, {"number": number}).id) for number in range(4)]
    runner.run_task(*dispatches(clouds)[0])
    rows = [row for page in walk(api, learner, PATH, limit=limit) for row in page]
    assert [row["id"] for row in rows] == queued[::-1]
    assert "result" not in rows[0]
    assert [row["id"] for row in api.get(PATH, learner, params={"state": "queued"}).json()["items"]] == queued[:0:-1]
    assert len(api.get(PATH, learner, params={"kind": "double", "state": "done"}).json()["items"]) == 1
    assert api.get(PATH, learner, params={"kind": "another"}).json()["items"] == []


@pytest.mark.parametrize(
    ("path", "params", "pointer"),
    [
        (PATH, {"state": "lost"}, "/query/state"),
        (PATH, {"kind": "No Kind"}, "/query/kind"),
        (PATH, {"limit": 101}, "/query/limit"),
        (PATH, {"cursor": "WyJ4IiwieSJd"}, "/query/cursor"),
        (f"{PATH}/no-id", {}, "/path/task_id"),
    ],
)
def test_a_bad_value_is_pointed_at(api: Api, learner: Caller, path: str, params: dict[str, Any], pointer: str) -> None:
    response = api.get(path, learner, params=params)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_finished_tasks_are_purged_after_a_week(
    fresh_database: dict[str, str], api: Api, learner: Caller, clouds: Clouds
) -> None:
    done, waiting = enqueue(learner, {"number": 1}), enqueue(learner, {"number": 2})
    runner.run_task(*next(each for each in dispatches(clouds) if each.id == done.id))
    purge: Callable[..., dict[str, Any]] = registry.load("functions.scheduled.purge_keys")
    with minutes_later(6.9 * 24 * 60):
        assert purge({}, None)["tasks"] == 0
    with minutes_later(7.1 * 24 * 60):
        assert purge({}, None)["tasks"] == 1
    assert [row["id"] for row in api.get(PATH, learner).json()["items"]] == [str(waiting.id)]


def test_a_task_goes_with_its_learner(
    fresh_database: dict[str, str], api: Api, admin_url: str, learner: Caller, clouds: Clouds
) -> None:
    enqueue(learner, {"number": 1})
    name = api.get("/v1/me", learner).json()["username"]
    assert api.request("DELETE", "/v1/me", learner, params={"confirm": name}).status_code == 204
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, "select count(*) from platform.tasks") == 0
    assert runner.run_task(*dispatches(clouds)[0]) is None
