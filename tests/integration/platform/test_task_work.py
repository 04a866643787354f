"""A kind of task from its request to its result: dispatch, failures, retries, and a worker that is killed."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import aws
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.tasks import runner, service
from tests.support import proofs
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies
from tests.support.scene import one
from tests.support.task_kinds import dispatches, double, enqueue, minutes_later, requeue, shown


@pytest.fixture(autouse=True)
def kind(database: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `double` be the only kind there is, on the worker's database, whichever test comes first."""
    monkeypatch.setattr(registry, "tasks", lambda: {"double": double})


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
        with transactions.begin(proofs.principal(learner.id)) as db:
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

    with transactions.begin(proofs.principal(learner.id)) as db:
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


def test_a_lease_is_longer_than_the_function_may_run(
    learner: Caller, clouds: Clouds, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = "select extract(epoch from lease_until - started_at)::integer from platform.tasks where id = %s"
    leases: list[int] = []
    monkeypatch.setattr(runner, "_report", lambda id_, *_: leases.append(one(superuser, seconds, id_)))
    enqueue(learner, {"number": 1})
    assert runner.run_task(*dispatches(clouds)[0]) == "done"
    assert len(leases) == 1
    assert leases[0] > double.declaration.timeout


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
