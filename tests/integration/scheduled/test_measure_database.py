"""The job that measures: its figures are right after known rows, its lines say where to look and nothing about anybody."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.operations.measurements import repository
from tests.support.learning import superuser_url
from tests.support.scene import act_as, make_user, one, open_challenge, record

METRICS = {
    "database_bytes",
    "largest_table_bytes",
    "dead_rows_percent",
    "unused_indexes",
    "changed_settings",
    "slowest_mean_ms",
    "oldest_transaction_seconds",
    "transaction_ids_percent",
    "attempts_last_hour",
    "xp_last_hour",
    "active_learners_last_day",
    "sign_ups_last_day",
}
Line = dict[str, Any]


@pytest.fixture
def url(fresh_database: dict[str, str], admin_url: str) -> str:
    """The superuser's URL of a database that only this test uses."""
    return superuser_url(fresh_database, admin_url)


@pytest.fixture
def connection(url: str) -> Iterator[psycopg.Connection]:
    """A superuser's session there."""
    with psycopg.connect(url, autocommit=True) as found:
        yield found


def run() -> dict[str, Any]:
    """Run the job."""
    done: dict[str, Any] = registry.load("functions.scheduled.measure_database")({}, None)
    return done


def lines(capsys: pytest.CaptureFixture[str], message: str) -> list[Line]:
    """Return the lines of a kind that the job wrote."""
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [line for line in found if line.get("message") == message]


def flush(connection: psycopg.Connection) -> None:
    """Let what this session counted be seen."""
    connection.execute("select pg_stat_force_next_flush()")


def test_each_figure_is_a_metric_and_its_lines_are_none(
    connection: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    done = run()
    assert done.keys() == METRICS
    assert all(type(value) is int and value >= 0 for value in done.values())
    written = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (emitted,) = (line for line in written if "_aws" in line)
    (directive,) = emitted["_aws"]["CloudWatchMetrics"]
    assert {metric["Name"] for metric in directive["Metrics"]} == METRICS | {"duration_ms"}
    assert done["database_bytes"] >= done["largest_table_bytes"] > 0
    assert done["database_bytes"] == pytest.approx(
        one(connection, "select pg_database_size(current_database())"), rel=0.1
    )


def test_what_learners_do_is_counted(connection: psycopg.Connection) -> None:
    at = datetime.now(UTC)
    before = run()
    assert [before[name] for name in before if "last" in name] == [0, 0, 0, 0]
    with connection.transaction():
        for ago in (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(days=2)):
            user = make_user(connection, at - ago)
            challenge = open_challenge(connection, user, "url-shortener", at - ago)
            act_as(connection, user)
            record(connection, challenge, at=at - ago)
    done = run()
    ledger = "select sum(amount) from gamification.xp_transactions where created_at > %s"
    assert done["attempts_last_hour"] == 2
    assert done["xp_last_hour"] == one(connection, ledger, at - timedelta(hours=1)) > 0
    assert (done["active_learners_last_day"], done["sign_ups_last_day"]) == (3, 3)


def test_an_index_that_is_read_is_not_listed_and_one_that_is_not_is(
    connection: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    before = run()["unused_indexes"]
    connection.execute("create table social.probe (a int, b int)")
    connection.execute("create index probe_a_idx on social.probe (a); create index probe_b_idx on social.probe (b)")
    connection.execute("insert into social.probe select n, n from generate_series(1, 2000) as n")
    connection.execute("set enable_seqscan = off; select from social.probe where a = 7")
    flush(connection)
    capsys.readouterr()
    assert run()["unused_indexes"] == before + 1
    found = {line["index_name"]: line for line in lines(capsys, "unused index")}
    assert "social.probe_a_idx" not in found
    assert found["social.probe_b_idx"]["relation"] == "social.probe"
    assert found["social.probe_b_idx"]["index_bytes"] > 0


def test_the_worst_table_of_many_rows_is_measured_for_dead_rows(
    connection: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, rows in (("worn", 12_000), ("small", 9_000)):
        connection.execute(f"create table social.{name} (id int, text text) with (autovacuum_enabled = false)".encode())
        connection.execute(
            f"insert into social.{name} select n, repeat('x', 900) from generate_series(1, {rows}) as n".encode()
        )
    connection.execute("delete from social.worn where id > 6000; delete from social.small where id > 10")
    flush(connection)
    assert run()["dead_rows_percent"] == 50
    tables = lines(capsys, "large table")
    assert len(tables) == 10
    assert tables == sorted(tables, key=lambda line: -line["total_bytes"])
    (worn,) = (line for line in tables if line["relation"] == "social.worn")
    assert (worn["live_rows"], worn["dead_rows"], worn.get("last_autovacuum")) == (6000, 6000, None)
    assert worn["total_bytes"] == one(connection, "select pg_total_relation_size('social.worn')")
    assert worn["index_bytes"] == 0


def test_slow_statements_are_logged_short_and_without_parameters(
    connection: psycopg.Connection, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repository, "MANY_CALLS", 3)
    user, secret = make_user(connection), "hunter2hunter2"
    for _ in range(4):
        connection.execute(
            f"select pg_sleep(0.05) /* {'x' * 300} */ from identity.users where id = '{user}' -- {secret}".encode()
        )
        connection.execute(f"do $$ begin perform pg_sleep(0.06), '{secret}'; end $$".encode())
    done = run()
    out = capsys.readouterr().out
    found = [json.loads(line) for line in out.splitlines()]
    slow = [line for line in found if line.get("message") == "slow statement"]
    (ours,) = (line for line in slow if "pg_sleep" in line["query"])
    assert ours["calls"] == 4
    assert ours["mean_ms"] == pytest.approx(50, abs=40)
    assert ours["mean_ms"] <= ours["max_ms"] <= ours["total_ms"] + 1
    assert done["slowest_mean_ms"] >= 50
    assert len(slow) <= 10
    assert max(len(line["query"]) for line in slow) == 200
    assert slow == sorted(slow, key=lambda line: -line["mean_ms"])
    for word in (secret, str(user), one(connection, "select username from identity.users where id = %s", user)):
        assert word not in out


def test_a_transaction_that_stays_open_is_reported(connection: psycopg.Connection, url: str) -> None:
    with psycopg.connect(url) as idle:
        idle.execute("select 1")
        threading.Event().wait(1.1)
        assert run()["oldest_transaction_seconds"] in range(1, 60)
    assert run()["oldest_transaction_seconds"] < 2


def test_numbers_of_transactions_are_the_oldest_databases(connection: psycopg.Connection) -> None:
    used = one(connection, "select max(age(datfrozenxid)) from pg_database")
    assert run()["transaction_ids_percent"] == round(used * 100 / 2**31)


def test_it_measures_where_nobody_counts_statements(
    connection: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    connection.execute("drop extension pg_stat_statements")
    assert run()["slowest_mean_ms"] == 0
    assert lines(capsys, "slow statement") == []


def test_it_changes_nothing(connection: psycopg.Connection) -> None:
    changed = "select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables"
    before = one(connection, changed)
    run()
    assert one(connection, changed) == before
