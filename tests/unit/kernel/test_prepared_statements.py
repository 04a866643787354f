"""Statements are prepared, and a migration that changes what one returns costs nobody a request."""

import contextlib

import psycopg
import pytest

from progressive_flow.kernel.database import connections, transactions
from tests.support.api import Api, Caller


def superuser_url(urls: dict[str, str], admin_url: str) -> str:
    """Return the superuser's URL of the test's database."""
    return admin_url.rpartition("/")[0] + "/" + urls["migrator"].rpartition("/")[2]


def test_a_changed_column_is_noticed_and_the_request_served(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    for _ in range(8):
        assert api.patch("/v1/me", learner, json={"display_name": "Ada"}).status_code == 200
    with psycopg.connect(superuser_url(fresh_database, admin_url), autocommit=True) as connection:
        connection.execute("alter table identity.users alter column skill_level type varchar(20)")
    response = api.patch("/v1/me", learner, json={"display_name": "Grace"})
    assert (response.status_code, response.json()["display_name"]) == (200, "Grace")
    assert api.get("/v1/me", learner).json()["display_name"] == "Grace"


def test_a_statement_used_often_is_prepared(api: Api, learner: Caller, fresh_database: dict[str, str]) -> None:
    for _ in range(8):
        api.get("/v1/me", learner)
    with transactions.begin(role="reader") as db:
        names = db.fetch_value(
            int, "select count(*) from pg_prepared_statements where statement like %s", ["%identity.users%"]
        )
    assert names >= 1


def ask(after: int = 1) -> int:
    """Run a statement that is prepared once it was used often, behind one that fails after 0."""
    with transactions.begin() as db:
        db.execute("select 1 / %s::integer", [after])
        return db.fetch_value(int, "select %s::integer + 41", [1])


def test_a_statement_behind_a_refused_one_fails_nobody_afterwards(fresh_database: dict[str, str]) -> None:
    """In a pipeline it is not prepared, though the driver takes it to be: one retry, as after a lost connection."""
    for _ in range(8):
        with pytest.raises(psycopg.errors.DivisionByZero):
            ask(after=0)
    with contextlib.suppress(connections.ConnectionLostError):
        ask()
    assert [ask() for _ in range(8)] == [42] * 8


def test_a_statement_unknown_to_the_server_is_prepared_again(fresh_database: dict[str, str]) -> None:
    assert [ask() for _ in range(8)] == [42] * 8
    with pytest.raises(connections.ConnectionLostError) as lost, transactions.begin() as db:
        db.execute("deallocate all")  # COMMIT is prepared as well
    assert lost.value.retryable
    assert [ask() for _ in range(8)] == [42] * 8


def test_a_request_meets_no_statement_unknown_to_the_server(
    api: Api, learner: Caller, fresh_database: dict[str, str]
) -> None:
    for _ in range(8):
        assert api.get("/v1/me", learner).status_code == 200
    with contextlib.suppress(connections.ConnectionLostError), transactions.begin() as db:
        db.execute("deallocate all")
    assert api.get("/v1/me", learner).status_code == 200
