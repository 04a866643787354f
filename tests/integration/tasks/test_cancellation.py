"""DELETE /v1/tasks/{task_id}: what waits is never begun, what runs ends at its next report, and what finished stays."""

import uuid

import pytest

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.tasks import Payload, Report, task
from progressive_flow.kernel.tasks import runner, service
from progressive_flow_local.cli import app
from progressive_flow_local.errors import RefusedError
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.clouds import Clouds
from tests.support.commands import RUNNER, printed, run, sign_in
from tests.support.task_kinds import PATH, dispatches, double, enqueue, minutes_later, requeue, shown


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `double` be the only kind there is."""
    monkeypatch.setattr(registry, "tasks", lambda: {"double": double})


def cancel(api: Api, who: Caller, id_: uuid.UUID) -> int:
    """Ask for a cancellation; return the status."""
    return api.request("DELETE", f"{PATH}/{id_}", who).status_code


def test_what_waits_is_never_begun(fresh_database: dict[str, str], api: Api, learner: Caller, clouds: Clouds) -> None:
    queued = enqueue(learner, {"number": 1}, dedup_key="same work")
    assert [cancel(api, learner, queued.id) for _ in range(2)] == [204, 204]
    found = shown(api, learner, queued.id)
    assert (found["state"], found["result"], found["problem"]) == ("cancelled", None, None)
    assert runner.run_task(*dispatches(clouds)[0]) is None
    with minutes_later(10):
        assert requeue()["requeued"] == 0
    assert shown(api, learner, queued.id) == found
    enqueue(learner, {"number": 1}, dedup_key="same work")


def test_what_runs_ends_at_its_next_report(
    api: Api, learner: Caller, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued = enqueue(learner, {"number": 1})
    reached = []

    @task("double", timeout=30)
    def work(payload: Payload, report: Report) -> dict[str, int]:
        report(0.25)
        reached.append("a report")
        assert cancel(api, learner, queued.id) == 204
        report(0.5)
        reached.append("the end")
        return {"number": 2}

    monkeypatch.setattr(registry, "tasks", lambda: {"double": work})
    assert runner.run_task(*dispatches(clouds)[0]) is None
    assert reached == ["a report"]
    found = shown(api, learner, queued.id)
    assert (found["state"], found["progress"], found["result"], found["problem"]) == ("cancelled", 0.25, None, None)


@pytest.mark.parametrize(("payload", "state"), [({"number": 1}, "done"), ({"fails": "odd"}, "failed")])
def test_what_has_finished_stays(
    api: Api, learner: Caller, clouds: Clouds, payload: dict[str, object], state: str
) -> None:
    queued = enqueue(learner, payload)
    assert runner.run_task(*dispatches(clouds)[0]) == state
    before = shown(api, learner, queued.id)
    response = api.request("DELETE", f"{PATH}/{queued.id}", learner)
    problem(response, 409, "task-finished")
    assert state in response.json()["detail"]
    assert shown(api, learner, queued.id) == before


@pytest.mark.usefixtures("clouds")
def test_nobody_cancels_anothers_task_or_the_platforms(api: Api, learner: Caller) -> None:
    queued, stranger = enqueue(learner, {"number": 1}), new_caller()
    with transactions.begin(role="scheduler") as db:
        internal = service.enqueue(db, "double", {"number": 1})
    for who, id_ in ((stranger, queued.id), (learner, internal.id), (learner, uuid.uuid4())):
        problem(api.request("DELETE", f"{PATH}/{id_}", who), 404, "not-found")
    assert api.request("DELETE", f"{PATH}/{queued.id}").status_code == 401
    assert shown(api, learner, queued.id)["state"] == "queued"


@pytest.mark.usefixtures("clouds")
def test_the_commands_list_show_and_cancel(api: Api, administrator: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(api, administrator, monkeypatch)
    first, second = enqueue(administrator, {"number": 1}), enqueue(administrator, {"number": 2})
    listed = run("task", "list", "--state", "queued", "--kind", "double", "--json")["items"]
    assert [row["id"] for row in listed[:2]] == [str(second.id), str(first.id)]
    assert str(first.id) in printed("task", "list")
    assert run("task", "cancel", str(first.id), "--json")["state"] == "cancelled"
    assert run("task", "show", str(first.id), "--json")["state"] == "cancelled"
    assert str(first.id) in printed("task", "show", str(first.id))
    refused = RUNNER.invoke(app, ["task", "show", str(uuid.uuid4())])
    assert isinstance(refused.exception, RefusedError)
