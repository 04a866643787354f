"""Workers on an attempt: late, two at a time, killed at any point; it is recorded and paid once."""

import os
import subprocess
import sys
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import paths
from progressive_flow.kernel.tasks import repository, runner
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.scene import one
from tests.support.task_kinds import Dispatch, dispatches, minutes_later, requeue, shown
from tests.support.textual import paid, submit


def test_a_dispatch_that_is_not_the_latest_records_nothing(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker whose lease ended while it graded finds the task taken by another, and what it recorded is rolled back."""
    submit(api, admitted)
    [first] = dispatches(clouds)
    finish = repository.finish
    outcomes: list[str | None] = []

    def finish_after_another(*arguments: Any) -> bool:
        monkeypatch.setattr(repository, "finish", finish)
        world.execute("update platform.tasks set nonce = gen_random_uuid(), state = 'queued', lease_until = null")
        return finish(*arguments)

    monkeypatch.setattr(repository, "finish", finish_after_another)
    outcomes.append(runner.run_task(*first))
    assert paid(world, admitted) == (0, 0, 0)
    nonce = one(world, "select nonce from platform.tasks")
    outcomes += [runner.run_task(first.id, nonce, first.kind), runner.run_task(*first)]
    assert outcomes == [None, "done", None]
    assert paid(world, admitted)[:2] == (1, 1)


def test_two_workers_on_one_dispatch_record_once(
    fresh_database: dict[str, str], api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    submit(api, admitted)
    [dispatch] = dispatches(clouds)
    workers = [subprocess.Popen(**worker(fresh_database, dispatch)) for _ in range(4)]
    assert [each.wait(60) for each in workers] == [0] * 4
    assert shown(api, admitted, dispatch.id)["state"] == "done"
    assert paid(world, admitted)[:2] == (1, 1)


KILL = "os.kill(os.getpid(), signal.SIGKILL)"
# Where a worker is killed: with the verdict in hand, with the attempt recorded, and with the task ended but not committed.
PLACES = {
    "graded": f"pending.recorded = lambda *_: {KILL}",
    "recorded": f"repository.finish = lambda *_: {KILL}",
    "finished": f"finish = repository.finish; repository.finish = lambda *a: (finish(*a), {KILL})",
}


def worker(urls: dict[str, str], dispatch: Dispatch, sabotage: str = "") -> dict[str, Any]:
    """Return how to start a worker process that does one dispatch."""
    script = f"""
import os, signal
from uuid import UUID
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.tasks import repository, runner
from progressive_flow.learning.submissions import pending
from tests.support.text_kind import TASK, grade_text
registry.tasks = lambda: {{TASK: grade_text}}
{sabotage}
runner.run_task(UUID("{dispatch.id}"), UUID("{dispatch.nonce}"), "{dispatch.kind}")
"""
    environment = {**os.environ, "SCHEDULER_DATABASE_URL": urls["scheduler"], "PYTHONPATH": str(paths.root())}
    return {"args": [sys.executable, "-c", script], "env": environment}


@pytest.mark.parametrize("place", PLACES)
def test_a_worker_that_is_killed_pays_once(
    fresh_database: dict[str, str], api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds, place: str
) -> None:
    submit(api, admitted)
    [lost] = dispatches(clouds)
    done = subprocess.run(**worker(fresh_database, lost, PLACES[place]), timeout=60, check=False)
    assert done.returncode == -9
    assert shown(api, admitted, lost.id)["state"] == "running"
    assert paid(world, admitted) == (0, 0, 0)
    with minutes_later(2):
        assert requeue()["requeued"] == 1
        assert runner.run_task(*lost) is None
        assert runner.run_task(*dispatches(clouds)[0]) == "done"
    attempt = shown(api, admitted, lost.id)["result"]
    assert paid(world, admitted) == (1, 1, attempt["xp_earned"])


# What may happen to the learner meanwhile.
