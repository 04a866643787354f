"""A task that is split: its children are done by many workers, and the task by what they return; nothing of it twice."""

import uuid
from typing import Any

import pytest

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.tasks import MAX_CHILDREN, Children, Done, Payload, Report, task
from progressive_flow.kernel.tasks import repository, runner
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies
from tests.support.scene import one
from tests.support.task_kinds import PATH, Dispatch, dispatches, double, enqueue_kind, minutes_later, requeue, shown


@task("double_all", timeout=30)
def double_all(payload: Payload, report: Report) -> Done:
    """Let children double each number, and add up what they return."""
    if "children" not in payload:
        return Children("double", payload["numbers"])
    report(0.5)
    if payload.get("splits_again"):
        return Children("double", payload["numbers"])
    return {"sum": sum(result["number"] for result in payload["children"]), "first": payload["children"][0]["number"]}


@pytest.fixture(autouse=True)
def kinds(fresh_database: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let these two kinds be all there are."""
    monkeypatch.setattr(registry, "tasks", lambda: {"double": double, "double_all": double_all})


def split(learner: Caller, clouds: Clouds, *numbers: dict[str, Any], **more: Any) -> tuple[uuid.UUID, list[Dispatch]]:
    """Queue a task and let a worker split it; return its id and the dispatches of its children."""
    queued = enqueue_kind(learner, "double_all", {"numbers": list(numbers), **more})
    [dispatch] = dispatches(clouds)
    assert runner.run_task(*dispatch) == "queued"
    assert runner.run_task(*dispatch) is None, "an event that comes twice splits nothing again"
    return queued.id, dispatches(clouds)


def numbers(*values: int) -> list[dict[str, Any]]:
    """Return the payload of a child for each number."""
    return [{"number": value} for value in values]


def test_the_last_child_calls_its_parent_again(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, children = split(learner, clouds, *numbers(3, 4))
    assert [child.kind for child in children] == ["double", "double"]
    assert (shown(api, learner, id_)["state"], shown(api, learner, id_)["progress"]) == ("queued", 0)
    assert runner.run_task(*children[1]) == "done"
    assert (shown(api, learner, id_)["state"], shown(api, learner, id_)["progress"]) == ("running", 0.5)
    for state, listed in (("running", [str(id_)]), ("queued", [])):
        assert [row["id"] for row in api.get(f"{PATH}?state={state}", learner).json()["items"]] == listed
    assert dispatches(clouds) == [], "its parent waits for the other"
    assert [runner.run_task(*child) for child in children] == ["done", None]
    [parent] = dispatches(clouds)
    assert parent.id == id_
    assert [runner.run_task(*parent) for _ in range(2)] == ["done", None]
    done = shown(api, learner, id_)
    assert (done["state"], done["progress"], done["result"]) == ("done", 1, {"sum": 14, "first": 6})


def test_children_are_no_tasks_that_somebody_asked_for(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, [child] = split(learner, clouds, *numbers(1))
    assert [row["id"] for row in api.get(PATH, learner).json()["items"]] == [str(id_)]
    for method in ("GET", "DELETE"):
        assert api.request(method, f"{PATH}/{child.id}", learner).status_code == 404


def test_a_child_that_fails_for_good_ends_the_family(
    api: Api, learner: Caller, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one of the others runs, and another waits."""
    id_, [failing, running, waiting] = split(learner, clouds, {"fails": "odd"}, *numbers(1, 2))
    outcomes: list[str | None] = []

    @task("double", timeout=30)
    def fail_another_first(payload: Payload, report: Report) -> Done:
        if payload == {"number": 1}:
            outcomes.append(runner.run_task(*failing))
        return double.run(payload, report)

    monkeypatch.setattr(registry, "tasks", lambda: {"double": fail_another_first})
    outcomes += [runner.run_task(*running), runner.run_task(*waiting)]
    assert outcomes == ["failed", None, None]
    failed = shown(api, learner, id_)
    assert (failed["state"], failed["problem"]["kind"], failed["result"]) == ("failed", "odd", None)
    assert dispatches(clouds) == []


def test_a_cancelled_family_does_nothing_more(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, children = split(learner, clouds, *numbers(1, 2))
    assert runner.run_task(*children[0]) == "done"
    assert api.request("DELETE", f"{PATH}/{id_}", learner).status_code == 204
    assert [runner.run_task(*child) for child in children] == [None, None]
    with minutes_later(10):
        assert requeue()["requeued"] == 0
    assert (shown(api, learner, id_)["state"], dispatches(clouds)) == ("cancelled", [])


def test_a_lost_child_is_done_by_another_worker(api: Api, learner: Caller, clouds: Clouds) -> None:
    """Its first worker died, and the parent's dispatch did not arrive either."""
    id_, [lost, other] = split(learner, clouds, *numbers(1, 2))
    with transactions.begin(role="scheduler") as db:
        assert repository.start(db, lost.id, lost.nonce, 30)
    assert runner.run_task(*other) == "done"
    with minutes_later(2):
        assert requeue()["requeued"] == 1
        [again] = dispatches(clouds)
        assert [runner.run_task(*lost), runner.run_task(*again)] == [None, "done"]
        [late] = dispatches(clouds)
        with minutes_later(4):
            assert requeue()["requeued"] == 1
            [parent] = dispatches(clouds)
            assert [runner.run_task(*late), runner.run_task(*parent)] == [None, "done"]
    assert shown(api, learner, id_)["result"] == {"sum": 6, "first": 2}


def test_a_child_lost_on_its_last_try_fails_its_parent(api: Api, learner: Caller, clouds: Clouds) -> None:
    queued = enqueue_kind(learner, "double_all", {"numbers": numbers(1, 2)}, max_tries=1)
    assert runner.run_task(*dispatches(clouds)[0]) == "queued"
    [lost, other] = dispatches(clouds)
    with transactions.begin(role="scheduler") as db:
        assert repository.start(db, lost.id, lost.nonce, 30)
    with minutes_later(1):
        assert requeue()["failed"] == 1
    assert runner.run_task(*other) is None
    failed = shown(api, learner, queued.id)
    assert (failed["state"], failed["problem"]["kind"]) == ("failed", "lost")


def test_a_task_is_split_once(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, [child] = split(learner, clouds, *numbers(1), splits_again=True)
    assert runner.run_task(*child) == "done"
    assert runner.run_task(*dispatches(clouds)[0]) == "queued", "it is tried again, as what breaks is"
    assert shown(api, learner, id_)["problem"]["kind"] == "unexpected"


@pytest.mark.parametrize("count", [0, MAX_CHILDREN + 1])
def test_the_number_of_children_is_bounded(count: int) -> None:
    with pytest.raises(ValueError, match="children"):
        Children("double", [{}] * count)


def test_a_family_is_purged_and_erased_as_one(
    api: Api, fresh_database: dict[str, str], admin_url: str, learner: Caller, clouds: Clouds
) -> None:
    count = "select count(*) from platform.tasks"
    id_, children = split(learner, clouds, *numbers(1, 2))
    assert api.request("DELETE", f"{PATH}/{id_}", learner).status_code == 204
    with minutes_later(8 * 24 * 60), beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, count) == 1 + len(children)
        assert registry.load("functions.scheduled.purge_keys")({}, None)["tasks"] == 1
        assert one(connection, count) == 0
    split(learner, clouds, *numbers(1, 2))
    name = api.get("/v1/me", learner).json()["username"]
    assert api.request("DELETE", "/v1/me", learner, params={"confirm": name}).status_code == 204
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, count) == 0
