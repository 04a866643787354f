"""GET /v1/tasks and GET /v1/tasks/{task_id}: what a learner reads of tasks."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.tasks import runner
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies, pointers, walk
from tests.support.scene import one
from tests.support.task_kinds import PATH, dispatches, double, enqueue, minutes_later


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `double` be the only kind there is."""
    monkeypatch.setattr(registry, "tasks", lambda: {"double": double})


def test_an_open_task_says_when_to_ask_again(api: Api, learner: Caller, clouds: Clouds) -> None:
    queued = enqueue(learner, {"number": 1})
    for seconds, retry_after in ((1, "1"), (6, "2"), (31, "4"), (3600, "4")):
        with clock.moved_to(queued.created_at + timedelta(seconds=seconds)):
            response = api.get(f"{PATH}/{queued.id}", learner)
            assert response.headers["retry-after"] == retry_after
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
    runner.run_task(*next(dispatch for dispatch in dispatches(clouds) if dispatch.id == done.id))
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
