"""A failover seen from a function: its connection reaches a server that is read only, and then the one that writes."""

import json
from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg import sql

from progressive_flow.kernel.database import connections, role_settings, transactions
from tests.support import made_up, proofs
from tests.support.api import Caller
from tests.support.scene import one
from tests.support.wire import call

Demote = Callable[[bool], None]


@pytest.fixture
def demote(database: dict[str, str], admin_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Demote]:
    """Lets new connections of the platform be read only, or not.

    A setting stands for a server in recovery, so the kernel must not override it; test_replica has a real one.
    """
    monkeypatch.setattr(transactions, "BEGIN", {})
    monkeypatch.setattr(role_settings, "session", lambda _: "select 1")
    name = sql.Identifier(database["migrator"].rpartition("/")[2])
    change = sql.SQL("alter role application in database {} {} default_transaction_read_only {}")

    def set_to(read_only: bool) -> None:
        words = ("set", "to on") if read_only else ("reset", "")
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute(change.format(name, *map(sql.SQL, words)))

    connections.disconnect()
    yield set_to
    set_to(False)
    connections.disconnect()


def test_while_there_is_no_other_server_it_is_503(demote: Demote, learner: Caller) -> None:
    call(made_up.read, learner.id)
    connections.disconnect()
    demote(True)
    answer = call(made_up.make, learner.id, idempotency_key="once")
    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "1")
    assert "nothing was changed" in json.loads(answer["body"])["detail"]
    assert call(made_up.read, learner.id)["statusCode"] == 200, "a read needs no writer"
    demote(False)
    again = call(made_up.make, learner.id, idempotency_key="once")
    assert (again["statusCode"], "idempotency-replayed" in again["headers"]) == (201, False)


def test_a_connection_to_the_former_writer_is_replaced_unnoticed(
    demote: Demote, learner: Caller, superuser: psycopg.Connection
) -> None:
    call(made_up.read, learner.id)
    connections.disconnect()
    demote(True)
    with transactions.begin(proofs.principal(learner.id)) as db:
        assert db.fetch_value(int, "select 1") == 1
    former = connections._connections["application"]
    demote(False)
    assert call(made_up.make, learner.id)["statusCode"] == 201
    assert former.closed
    assert one(superuser, "select display_name from identity.users where id = %s", learner.id) == "written"


def test_a_job_that_meets_a_read_only_server_fails_and_the_next_run_does_not(
    demote: Demote, database: dict[str, str], admin_url: str
) -> None:
    with psycopg.connect(database["scheduler"]) as connection:
        connection.execute("set default_transaction_read_only = on")
        connection.commit()
        connection.autocommit = True
        with pytest.raises(connections.ConnectionLostError), transactions.begin_on(connection) as db:
            db.fetch_value(object, "select gamification.open_daily_challenges(%s)", [db.at])
        assert connection.closed
    with transactions.begin(role="scheduler") as db:
        assert db.fetch_value(object, "select gamification.open_daily_challenges(%s)", [db.at]) is not None
