"""Months that are long over leave for the archive and come back: nothing is lost at any step, no sum changes."""

import json
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import boto3
import psycopg
import pytest

from progressive_flow.kernel import clock, objects
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.errors import UserError
from progressive_flow.operations.archive import files as archive_files
from progressive_flow.operations.archive import repository as archive_repository
from progressive_flow.operations.archive import service as archive
from progressive_flow.operations.archive.repository import LEDGERS, Month
from tests.support.clouds import Clouds
from tests.support.learning import superuser_url
from tests.support.scene import act_as, make_challenge, make_user, one, open_challenge, record

XP, ATTEMPTS = LEDGERS
PAST = datetime(2025, 3, 10, 12, tzinfo=UTC)
NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)
MARCH = date(2025, 3, 1)


@pytest.fixture
def url(fresh_database: dict[str, str], admin_url: str) -> Iterator[str]:
    """A superuser's URL of a database with two learners who learned in March 2025 and in May 2026."""
    found = superuser_url(fresh_database, admin_url)
    with psycopg.connect(found) as connection:
        connection.execute("select platform.ensure_partitions(1, %s), platform.ensure_partitions(0, %s)", [PAST, NOW])
        make_challenge(connection, "long-one", levels=3)
        for _ in range(2):
            user = make_user(connection, PAST)
            challenge = open_challenge(connection, user, "long-one", PAST)
            for number, at in enumerate((PAST, PAST.replace(day=31, hour=23), NOW), start=1):
                record(connection, challenge, level=number, at=at)
    with clock.moved_to(NOW):
        yield found


def run() -> dict[str, Any]:
    """Run the job."""
    done: dict[str, Any] = registry.load("functions.scheduled.archive_partitions")({}, None)
    return done


def ask(url: str, query: str, *params: Any) -> Any:
    """Return one value."""
    with psycopg.connect(url) as connection:
        return one(connection, query, *params)


def contents(url: str) -> dict[str, str]:
    """Return every row of the ledgers, and what they add up to."""
    return {
        table: ask(url, f"select coalesce(jsonb_agg(to_jsonb(t) order by t.id), '[]')::text from {table} as t")
        for table in LEDGERS
    }


def differences(url: str) -> Any:
    """Return what the audit finds."""
    with psycopg.connect(url) as connection:
        return connection.execute("select * from gamification.audit_ledger()").fetchall()


def test_a_month_leaves_and_comes_back_as_it_was(url: str, clouds: Clouds) -> None:
    before = contents(url)
    assert differences(url) == []
    done = run()
    assert (done["months"], done["postponed"]) == (4, 0)  # March, and April without rows, of both
    assert done["rows"] == 4 + len(json.loads(before[XP])) - ask(url, f"select count(*) from {XP}")
    assert ask(url, f"select count(*) from {ATTEMPTS}") == 2
    assert ask(url, f"select to_regclass('{ATTEMPTS}_y2025m03') is null") is True
    assert differences(url) == []
    assert run()["months"] == 0
    for table in LEDGERS:
        restored = archive.restore(table, MARCH)
        assert (restored["restored"], restored["left_out"]) == (True, 0)
    assert contents(url) == before
    assert differences(url) == []
    assert ask(url, "select count(*) from gamification.xp_archived where month = %s", MARCH) == 0
    assert archive.restore(XP, MARCH) == {"restored": False, "rows": 0}


def test_stats_and_leaderboards_stay_while_rows_are_away(url: str, clouds: Clouds) -> None:
    query = "select jsonb_agg(to_jsonb(s) order by s.user_id) from gamification.user_stats as s"
    leaderboards = "select jsonb_agg(to_jsonb(s) order by s.id) from gamification.leaderboard_scores as s"
    before = ask(url, query), ask(url, leaderboards)
    run()
    archive.restore(XP, MARCH)
    assert (ask(url, query), ask(url, leaderboards)) == before


def test_a_month_of_this_year_is_not_dropped_whatever_the_caller_says(url: str) -> None:
    """By the server's own clock: a caller could name any instant, and count the rows as well as the function does."""
    with psycopg.connect(url) as connection:
        month = one(connection, "select date_trunc('month', now() at time zone 'UTC')::date")
        connection.execute("select platform.ensure_partitions(0, now())")
        rows, first, last = connection.execute(
            f"select count(*), min(created_at), max(created_at) from {XP}"
            " where created_at >= %s and created_at < %s + interval '1 month'",
            [month, month],
        ).fetchone() or (0, None, None)
        manifest = {
            "rows": rows,
            "min_created_at": first,
            "max_created_at": last,
            "object_key": "nowhere",
            "columns": [],
        }
        far = "select platform.drop_archived(%s, %s, %s, now() + interval '10 years')"
        with pytest.raises(psycopg.Error) as refusal:
            connection.execute(far, [XP, month, json.dumps(manifest, default=str)])
        assert refusal.value.diag.constraint_name == "not-archivable"


def test_the_manifest_lists_what_is_there(url: str, clouds: Clouds) -> None:
    run()
    manifest = json.loads(objects.get(clouds.archive, f"{ATTEMPTS}/2025-03.manifest.json"))
    assert (manifest["rows"], manifest["table"], manifest["month"]) == (4, ATTEMPTS, "2025-03")
    assert manifest["min_created_at"] == PAST.isoformat()
    assert {"id", "user_id", "design_snapshot", "created_at"} <= set(manifest["columns"])
    head = boto3.client("s3").head_object(Bucket=clouds.archive, Key=f"{ATTEMPTS}/2025-03.ndjson.gz")
    assert head["ServerSideEncryption"] == "AES256"
    assert [(row.parent, row.rows) for row in archive.list_archives() if row.month == MARCH] == [
        (XP, ask(url, "select sum(transactions) from gamification.xp_archived where month = %s", MARCH)),
        (ATTEMPTS, 4),
    ]


@pytest.mark.parametrize("step", ["store", "fetch", "drop_archived"])
def test_a_crash_at_any_step_loses_nothing_and_the_next_run_goes_on(
    url: str, clouds: Clouds, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = contents(url)
    where = archive_repository if step == "drop_archived" else archive_files
    real = getattr(where, step)
    calls: list[int] = []

    def fails_the_second_time(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the function was ended")
        return real(*arguments)

    monkeypatch.setattr(where, step, fails_the_second_time)
    with pytest.raises(RuntimeError, match="was ended"):
        run()
    assert differences(url) == []
    assert run()["months"] == 3
    for table in LEDGERS:
        archive.restore(table, MARCH)
    assert contents(url) == before


def test_a_row_written_meanwhile_keeps_the_month(url: str, clouds: Clouds, monkeypatch: pytest.MonkeyPatch) -> None:
    real = archive_files.store

    def late(*arguments: Any) -> None:
        real(*arguments)
        with psycopg.connect(url) as connection:
            connection.execute(
                "select gamification.award_xp((select min(id::text)::uuid from identity.users),"
                " array[('daily', %s, 5, 'x')::gamification.award], %s)",
                [str(uuid.uuid4()), PAST],
            )

    monkeypatch.setattr(archive_files, "store", late)
    with pytest.raises(psycopg.errors.DatabaseError) as refusal:
        run()
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF500", "archive-differs")
    monkeypatch.undo()
    assert differences(url) == []


def test_two_runs_at_once_archive_each_month_once(url: str, clouds: Clouds) -> None:
    month = Month(XP, MARCH)
    stored = [archive._stored(month), archive._stored(month)]
    assert stored[0] == stored[1]
    assert [archive._dropped(month, archived) for archived in stored if archived] == [True, False]
    assert differences(url) == []


def test_a_run_overtaken_by_another_leaves_what_that_one_archived(
    url: str, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has listed what is due, and then reads months whose rows are gone."""
    before = contents(url)
    with transactions.begin(role="scheduler") as db:
        due = archive_repository.archivable(db, list(LEDGERS), archive.AGE)
    assert run()["months"] == len(due)
    monkeypatch.setattr(archive_repository, "archivable", lambda *_: due)
    assert run() == {"months": 0, "rows": 0, "postponed": 0}
    for ledger in LEDGERS:
        archive.restore(ledger, MARCH)
    assert contents(url) == before


def test_a_busy_ledger_is_left_for_the_next_run(url: str, clouds: Clouds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "TRIES", 1)
    monkeypatch.setattr(archive, "PAUSE", 0.0)
    with psycopg.connect(url) as connection:
        connection.execute(f"select 1 from {XP} limit 1".encode())
        done: dict[str, Any] = {}
        running = threading.Thread(target=lambda: done.update(archive.archive_due([XP])))
        running.start()
        running.join(30)
    assert (done["months"], done["postponed"]) == (0, 2)
    assert archive.archive_due([XP])["months"] == 2


def test_a_damaged_archive_is_not_restored(url: str, clouds: Clouds) -> None:
    run()
    key = f"{ATTEMPTS}/2025-03.ndjson.gz"
    body = bytearray(objects.get(clouds.archive, key))
    body[-1] ^= 1
    boto3.client("s3").put_object(Bucket=clouds.archive, Key=key, Body=bytes(body))
    with pytest.raises(UserError, match="sha256"):
        archive.restore(ATTEMPTS, MARCH)
    assert ask(url, f"select count(*) from {ATTEMPTS}") == 2


def test_what_is_not_there_cannot_be_restored(url: str, clouds: Clouds) -> None:
    with pytest.raises(UserError, match="archive list"):
        archive.restore(XP, date(2020, 1, 1))
    with pytest.raises(UserError, match="is not archived"):
        archive.restore("identity.users", MARCH)


def test_a_month_brought_back_stays_for_thirty_days(url: str, clouds: Clouds) -> None:
    run()
    archive.restore(XP, MARCH)
    assert run()["months"] == 0
    with clock.moved_to(NOW.replace(month=6, day=6)):
        archived = archive.archive_due([XP])
    assert archived["months"] >= 1
    assert differences(url) == []


def test_of_a_learner_who_left_no_attempt_returns(url: str, clouds: Clouds) -> None:
    run()
    with psycopg.connect(url) as connection:
        user = one(connection, "select min(user_id::text)::uuid from gamification.user_stats where total_xp > 0")
        act_as(connection, user)
        connection.execute("select identity.erase_user(%s)", [NOW])
    assert archive.restore(ATTEMPTS, MARCH) == {"restored": True, "rows": 2, "left_out": 2}
    assert archive.restore(XP, MARCH)["left_out"] == 0
    assert ask(url, f"select count(*) from {ATTEMPTS} where user_id = %s", user) == 0
