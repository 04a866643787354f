"""POST /v1/admin/reference-data-loads."""

import psycopg
import pytest

from tests.support import proofs, tokens
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.scene import one

PATH = "/v1/admin/reference-data-loads"


def test_what_is_as_it_should_be_stays_and_what_is_not_is_put_right(
    api: Api, administrator: Caller, fresh_database: dict[str, str]
) -> None:
    first = api.post(PATH, administrator)
    assert first.status_code == 201, first.text
    assert first.json() == {"status": "unchanged", "changed": {}}
    with psycopg.connect(fresh_database["migrator"]) as connection:
        connection.execute("update curriculum.learning_tracks set title = 'Wrong' where slug = 'systems'")
    again = api.post(PATH, administrator).json()
    assert (again["status"], again["changed"]["tracks"]) == ("loaded", 1)
    with psycopg.connect(fresh_database["migrator"]) as connection:
        assert one(connection, "select title from curriculum.learning_tracks where slug = 'systems'") != "Wrong"
        audit = connection.execute(
            "select detail from platform.audit_log where actor_id = %s and action = 'reference_data.loaded' order by id",
            [administrator.id],
        ).fetchall()
    assert [row[0] for row in audit] == [{}, again["changed"]]


def audited(superuser: psycopg.Connection, caller: Caller) -> int:
    rows: int = one(superuser, "select count(*) from platform.audit_log where actor_id = %s", caller.id)
    return rows


def test_an_erased_administrator_loads_nothing(api: Api, superuser: psycopg.Connection) -> None:
    erased = new_caller("platform_admin")
    username = api.get("/v1/me", erased).json()["username"]
    assert api.request("DELETE", "/v1/me", erased, params={"confirm": username}).status_code == 204
    before = audited(superuser, erased)
    problem(api.post(PATH, erased), 403, "erased")
    assert audited(superuser, erased) == before


def test_a_group_that_nobody_proved_loads_nothing(api: Api, superuser: psycopg.Connection) -> None:
    mallory = new_caller()
    proof = proofs.of(mallory.id)
    forged = tokens.sign(mallory.id, **{"cognito:groups": ["platform_admin"], "proof": proof})
    problem(api.post(PATH, headers={"authorization": f"Bearer {forged}"}), 401, "unproven")
    assert audited(superuser, mallory) == 0


def test_loads_are_counted_by_the_hour(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_LIMIT_LOADS", "1/3600")
    busy = new_caller("platform_admin")
    assert api.post(PATH, busy).headers["ratelimit"].startswith('"loads";r=0;')
    problem(api.post(PATH, busy), 429, "rate-limited")


def test_only_an_administrator_loads(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    problem(api.post(PATH, learner), 403, "forbidden")
    assert one(superuser, "select count(*) from platform.audit_log where actor_id = %s", learner.id) == 0
