"""A database that goes away, is too busy or was never there: what the client hears, and what is kept."""

import json
import socket
import time
import uuid
from collections.abc import Callable

import psycopg
import pytest

from progressive_flow.kernel.database import connections
from progressive_flow.kernel.http.endpoint import Db
from tests.support import made_up
from tests.support.scene import one
from tests.support.wire import behind_proxy, call, connected_to, moved

Kill = Callable[[Db | None], None]


@pytest.fixture
def kill(database: dict[str, str], admin_url: str) -> Kill:
    """Returns what ends the backend of a transaction, or those of the platform's idle connections, and sees them gone."""

    def end(db: Db | None) -> None:
        ended = [db._connection] if db else [held for held in connections._connections.values() if not held.broken]
        with psycopg.connect(admin_url, autocommit=True) as superuser:
            for connection in ended:
                pid = connection.info.backend_pid
                superuser.execute("select pg_terminate_backend(%s, 30000)", [pid])
                assert one(superuser, "select count(*) from pg_stat_activity where pid = %s", pid) == 0

    return end


def written(connection: psycopg.Connection, user: uuid.UUID) -> object:
    """Return what the made-up endpoints write."""
    return one(connection, "select max(display_name) from identity.users where id = %s", user)


def test_a_connection_that_died_before_is_replaced_unnoticed(kill: Kill, superuser: psycopg.Connection) -> None:
    user = uuid.uuid4()
    call(made_up.read, user)
    kill(None)
    assert call(made_up.read, user)["statusCode"] == 200
    kill(None)
    assert call(made_up.make, user)["statusCode"] == 201
    assert written(superuser, user) == "written"


def test_a_connection_lost_after_a_write_is_503_and_nothing_is_kept(
    kill: Kill, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(db: Db) -> None:
        kill(db)
        db.fetch_value(object, "select 1")

    user = uuid.uuid4()
    monkeypatch.setattr(made_up, "meanwhile", lose)
    answer = call(made_up.make, user)
    assert answer["statusCode"] == 503
    assert answer["headers"]["retry-after"] == "1"
    assert "nothing was changed" in json.loads(answer["body"])["detail"]
    assert written(superuser, user) is None


def test_a_connection_lost_at_commit_says_that_the_outcome_is_unknown(
    kill: Kill, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = uuid.uuid4()
    monkeypatch.setattr(made_up, "meanwhile", kill)
    answer = call(made_up.make, user)
    assert answer["statusCode"] == 503
    assert answer["headers"]["retry-after"] == "1"
    assert "unknown" in json.loads(answer["body"])["detail"]
    assert written(superuser, user) is None


def test_a_commit_nobody_hears_of_is_answered_again_by_its_key(
    database: dict[str, str], superuser: psycopg.Connection
) -> None:
    user = uuid.uuid4()
    with behind_proxy(database) as proxy:
        proxy.cut_after = b"insert into platform.idempotency_keys"  # travels with the commit
        answer = call(made_up.make, user, idempotency_key="once")
        assert answer["statusCode"] == 503
        assert "unknown" in json.loads(answer["body"])["detail"]
        assert written(superuser, user) == "written"
        proxy.cut_after = None
        again = call(made_up.make, user, idempotency_key="once")
    assert (again["statusCode"], again["headers"]["idempotency-replayed"]) == (201, "true")


def test_a_write_that_asked_for_nothing_is_not_done_twice(
    database: dict[str, str], superuser: psycopg.Connection
) -> None:
    user = uuid.uuid4()
    assert call(made_up.queue, user)["statusCode"] == 201
    with behind_proxy(database) as proxy:
        proxy.cut_after = b"|| '+'"  # travels with the commit
        assert call(made_up.queue, user)["statusCode"] == 503
    assert written(superuser, user) == "++"


def test_without_a_database_there_is_a_quick_503(database: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and says nothing
        urls = {role: moved(url, silent.getsockname()[1]) for role, url in database.items()}
        with connected_to(urls):
            started = time.monotonic()
            answer = call(made_up.read, uuid.uuid4())
    assert answer["statusCode"] == 503
    assert answer["headers"]["retry-after"] == "1"
    assert "nothing was changed" in json.loads(answer["body"])["detail"]
    assert time.monotonic() - started < 4.5


def test_a_refused_connection_is_503_at_once(database: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with connected_to({role: moved(url, port) for role, url in database.items()}):
        started = time.monotonic()
        assert call(made_up.make, uuid.uuid4())["statusCode"] == 503
    assert time.monotonic() - started < 1.5


def test_a_statement_that_takes_too_long_is_503(monkeypatch: pytest.MonkeyPatch, database: dict[str, str]) -> None:
    def dawdle(db: Db) -> None:
        db.execute("set local statement_timeout = '50ms'")
        db.fetch_value(object, "select true from pg_sleep(5)")

    monkeypatch.setattr(made_up, "meanwhile", dawdle)
    answer = call(made_up.read, uuid.uuid4())
    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "2")
    assert "too busy" in json.loads(answer["body"])["detail"]


def test_a_lock_that_does_not_come_free_is_503(
    monkeypatch: pytest.MonkeyPatch, superuser: psycopg.Connection, database: dict[str, str]
) -> None:
    user = uuid.uuid4()
    call(made_up.read, user)
    superuser.execute("select pg_advisory_xact_lock(42)")

    def wait(db: Db) -> None:
        db.execute("set local lock_timeout = '50ms'")
        db.fetch_value(object, "select pg_advisory_xact_lock(42)")

    monkeypatch.setattr(made_up, "meanwhile", wait)
    answer = call(made_up.read, user)
    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "2")
    monkeypatch.undo()
    assert call(made_up.read, user)["statusCode"] == 200


def test_no_identity_stays_behind_on_the_connection(database: dict[str, str]) -> None:
    call(made_up.read, uuid.uuid4())
    call(made_up.crash, uuid.uuid4())
    for role in ("reader", "application"):
        setting = connections._connections[role].execute("select current_setting('app.caller', true)").fetchone()
        assert setting in {("",), (None,)}


@pytest.mark.parametrize("mode", ["1", "0"])
def test_a_stage_may_do_without_pipelines(
    monkeypatch: pytest.MonkeyPatch, kill: Kill, superuser: psycopg.Connection, mode: str
) -> None:
    """Then each statement is a round trip, and everything else is the same: results, the retry, the refusal."""
    seen: list[psycopg.pq.PipelineStatus] = []
    monkeypatch.setenv("DATABASE_PIPELINE", mode)
    monkeypatch.setattr(made_up, "meanwhile", lambda db: seen.append(db._connection.pgconn.pipeline_status))
    user = uuid.uuid4()
    assert call(made_up.make, user)["statusCode"] == 201
    assert written(superuser, user) == "written"
    assert [status == psycopg.pq.PipelineStatus.ON for status in seen] == [mode == "1"]
    kill(None)
    assert call(made_up.make, user)["statusCode"] == 201
    assert call(made_up.crash, user)["statusCode"] == 500
    assert call(made_up.read, user)["statusCode"] == 200
