"""GET /v1/health."""

import psycopg
import pytest

from tests.support.api import Api, problem
from tests.support.scene import one
from tests.support.wire import connected_to, moved


def test_it_shows_the_versions_of_code_and_schema(
    api: Api, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROGRESSIVE_FLOW_VERSION", "1.2.3")
    response = api.get("/v1/health")
    newest = one(superuser, "select max(version) from platform.schema_history where kind = 'versioned'")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "version": "1.2.3", "schema_version": newest}
    assert response.headers["cache-control"] == "no-store"


def test_without_a_database_it_is_not_healthy(api: Api, database: dict[str, str]) -> None:
    with connected_to({role: moved(url, 1) for role, url in database.items()}):
        response = api.get("/v1/health")
    problem(response, 503, "unavailable")
    assert response.headers["retry-after"] == "1"
    assert api.get("/v1/health").status_code == 200
