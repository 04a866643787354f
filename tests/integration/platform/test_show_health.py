"""GET /v1/health."""

import psycopg
import pytest

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.tasks import repository, runner
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.scene import one
from tests.support.task_kinds import dispatches, double, enqueue, minutes_later, requeue
from tests.support.wire import connected_to, moved


def test_it_shows_the_versions_of_code_and_schema(
    api: Api, fresh_database: dict[str, str], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROGRESSIVE_FLOW_VERSION", "1.2.3")
    response = api.get("/v1/health")
    newest = one(superuser, "select max(version) from platform.schema_history where kind = 'versioned'")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "version": "1.2.3", "tasks": "on_time", "schema_version": newest}
    assert response.headers["cache-control"] == "no-store"


def test_a_task_that_nobody_does_is_late_after_three_minutes(
    api: Api, fresh_database: dict[str, str], learner: Caller, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "tasks", lambda: {"double": double})
    enqueue(learner, {"number": 1})
    for seconds, tasks in ((66, "on_time"), (174, "on_time"), (240, "late"), (600, "late")):
        with minutes_later(seconds / 60):
            counts = requeue()
            assert (counts["requeued"], counts["oldest_waiting_seconds"] - seconds in range(5)) == (1, True)
            assert api.get("/v1/health").json()["tasks"] == tasks
    [*_, dispatch] = dispatches(clouds)
    with minutes_later(11):
        assert runner.run_task(*dispatch) == "done"
        assert api.get("/v1/health").json()["tasks"] == "on_time"
        assert requeue()["oldest_waiting_seconds"] == 0


def test_a_task_that_is_begun_and_lost_again_and_again_is_late_too(
    api: Api, fresh_database: dict[str, str], learner: Caller, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "tasks", lambda: {"double": double})
    enqueue(learner, {"number": 1})

    def begin() -> None:
        [(id_, nonce, _)] = dispatches(clouds)
        with transactions.begin(role="scheduler") as db:
            assert repository.start(db, id_, nonce, 35)

    begin()
    with minutes_later(4):
        assert api.get("/v1/health").json()["tasks"] == "on_time", "its first try may take as long as it needs"
        assert requeue()["requeued"] == 1
        begin()
        assert api.get("/v1/health").json()["tasks"] == "late"


def test_without_a_database_it_is_not_healthy(api: Api, database: dict[str, str]) -> None:
    with connected_to({role: moved(url, 1) for role, url in database.items()}):
        response = api.get("/v1/health")
    problem(response, 503, "unavailable")
    assert response.headers["retry-after"] == "1"
    assert api.get("/v1/health").status_code == 200
