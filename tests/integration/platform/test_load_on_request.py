"""POST /v1/admin/reference-data-loads."""

import psycopg

from tests.support.api import Api, Caller, problem
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


def test_only_an_administrator_loads(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    problem(api.post(PATH, learner), 403, "forbidden")
    assert one(superuser, "select count(*) from platform.audit_log where actor_id = %s", learner.id) == 0
