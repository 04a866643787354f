"""The monitoring views show: PostgreSQL's own columns, partitions under their table, and no rule among the unread."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.sql.test_plans import LARGE, scans
from tests.support.crowd import gather
from tests.support.learning import superuser_url
from tests.support.rows import Rows, rows
from tests.support.scene import NOON, make_user, one

LEARNERS = 5_000
# Rows of two days are found by a BRIN, whose least unit is most of a small table; and of few learners many are active.
MAY_BE_WHOLE = {"streak_days", "users"}
FIGURES = "select * from analytics.business_figures(%s)"


@pytest.fixture
def seen(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """A superuser's session in a database of its own, whose counters it brings up to date before it looks."""
    with psycopg.connect(superuser_url(fresh_database, admin_url), autocommit=True) as connection:
        yield connection


def look(connection: psycopg.Connection, query: str, *params: Any) -> Rows:
    """Ask once what was counted so far is written down."""
    connection.execute("select pg_stat_force_next_flush()")
    connection.execute("select pg_stat_clear_snapshot()")
    return rows(connection, query, *params)


def test_table_sizes_add_partitions_up_under_their_table(seen: psycopg.Connection) -> None:
    user = make_user(seen)
    for month in (1, 2):
        seen.execute("select platform.ensure_partitions(0, make_timestamptz(2026, %s, 5, 0, 0, 0, 'UTC'))", [month])
        seen.execute(
            "insert into gamification.xp_transactions (user_id, amount, source_type, source_id, description, created_at)"
            " select %s, 1, 'correction', n::text, '', make_timestamptz(2026, %s, 5, 0, 0, 0, 'UTC') from generate_series(1, 30) as n",
            [user, month],
        )
    query = "select * from platform.table_sizes where relname like 'xp_transactions%%'"
    (found,) = look(seen, query)
    assert (found["schemaname"], found["relname"], found["n_live_tup"]) == ("gamification", "xp_transactions", 60)
    bytes_of = "select sum(pg_total_relation_size(relid)) from pg_partition_tree('gamification.xp_transactions')"
    assert found["total_bytes"] == one(seen, bytes_of)
    assert 0 < found["index_bytes"] < found["total_bytes"]


def test_table_sizes_count_dead_rows(seen: psycopg.Connection) -> None:
    seen.execute("create table social.worn (id int primary key) with (autovacuum_enabled = false)")
    seen.execute("insert into social.worn select generate_series(1, 50)")
    seen.execute("delete from social.worn where id <= 20")
    (found,) = look(seen, "select * from platform.table_sizes where relname = 'worn'")
    assert (found["n_live_tup"], found["n_dead_tup"], found["last_autovacuum"]) == (30, 20, None)


def test_index_usage_counts_reads_of_all_partitions(seen: psycopg.Connection) -> None:
    seen.execute("select platform.ensure_partitions(1, %s)", [NOON])
    query = "select * from platform.index_usage where indexrelname like 'xp_transactions%%user_%%'"
    (before,) = look(seen, query)
    assert (before["relname"], before["indexrelname"]) == ("xp_transactions", "xp_transactions_user_idx")
    seen.execute("set enable_seqscan = off")
    seen.execute("select count(*) from gamification.xp_transactions where user_id = %s", [UUID(int=1)])
    (after,) = look(seen, query)
    partitions = "select count(*) from pg_partition_tree('gamification.xp_transactions') where isleaf"
    assert after["idx_scan"] - before["idx_scan"] == one(seen, partitions) > 1
    assert after["last_idx_scan"] is not None
    assert after["index_bytes"] > 0


def test_unused_indexes_are_those_that_nothing_reads_and_no_rule_needs(seen: psycopg.Connection) -> None:
    seen.execute(
        "create table social.probe (id int primary key, a int unique, b int, c int, u uuid references identity.users)"
    )
    for column in ("b", "c", "u"):
        seen.execute(f"create index probe_{column}_idx on social.probe ({column})".encode())
    seen.execute("insert into social.probe select n, n, n, n from generate_series(1, 1001) as n")
    query = "select * from platform.unused_indexes where relname = 'probe' order by indexrelname"
    look(seen, query)  # or the analysis would count them twice
    seen.execute("analyze social.probe")
    seen.execute("set enable_seqscan = off")
    seen.execute("select count(*) from social.probe where b = 7")
    found = look(seen, query)
    assert [(row["indexrelname"], row["for_foreign_key"]) for row in found] == [
        ("probe_c_idx", False),
        ("probe_u_idx", True),
    ]
    assert found[0]["index_bytes"] > 0
    seen.execute("delete from social.probe where id = 1001")
    assert look(seen, query) == [], "a table of a thousand rows needs none"


def test_first_id_at_is_before_every_id_of_its_instant_and_after_those_before(superuser: psycopg.Connection) -> None:
    for shift in ("-1 hour", "0 days", "3 days"):
        before, at = one(
            superuser,
            "select array[uuidv7(%s), platform.first_id_at(clock_timestamp() + %s)]",
            shift,
            f"1 second {shift}",
        )
        assert before < at
        after = one(superuser, "select uuidv7(%s)", f"2 seconds {shift}")
        assert at < after
    found = one(superuser, "select platform.first_id_at(%s)", NOON)
    assert found == UUID(int=int(NOON.timestamp() * 1000) << 80)


def test_business_figures_count_their_period_alone(superuser: psycopg.Connection) -> None:
    at = datetime.now(UTC)
    (before,) = rows(superuser, FIGURES, at)
    new, old = make_user(superuser, at - timedelta(hours=23)), make_user(superuser, at - timedelta(hours=25))
    for user, amount, ago in ((new, 7, 59), (new, 5, 61), (old, 3, 1), (old, 100, -5)):
        superuser.execute(
            "select gamification.award_xp(%s, array[('correction', %s, %s, 'test')::gamification.award], %s)",
            [user, f"{amount}", amount, at - timedelta(minutes=ago)],
        )
        attempt(superuser, user, at - timedelta(minutes=ago))
    (after,) = rows(superuser, FIGURES, at)
    assert {name: after[name] - before[name] for name in after} == {
        "attempts_last_hour": 2,
        "xp_last_hour": 10,
        "active_learners_last_day": 0,
        "sign_ups_last_day": 1,
    }


def attempt(connection: psycopg.Connection, user: UUID, at: datetime) -> None:
    """Let a learner have attempted a level."""
    connection.execute(
        "insert into progress.level_attempts (user_id, challenge_id, challenge_version_id, level_number, attempt_number,"
        " design_snapshot, test_results, score, passed, catalogue_version, local_date, created_at)"
        " select %s, v.challenge_id, v.id, 1, 1, '{}', '[]', 50, false, 1, %s, %s"
        " from content.challenge_versions as v where v.is_active limit 1",
        [user, at.date(), at],
    )


@pytest.mark.parametrize(
    ("began", "last", "counted"),
    [(1, 1, 1), (40, 23, 1), (40, 25, 0), (23, 25, 0)],
    ids=["today", "yesterday's day went on", "yesterday and no more", "a day that was covered later"],
)
def test_business_figures_count_who_was_active_within_a_day(
    superuser: psycopg.Connection, began: int, last: int, counted: int
) -> None:
    at = datetime.now(UTC)
    (before,) = rows(superuser, FIGURES, at)
    user = make_user(superuser, at - timedelta(days=9))
    superuser.execute("select gamification.record_activity(%s, %s)", [user, at - timedelta(hours=began)])
    superuser.execute("update identity.users set last_active_at = %s where id = %s", [at - timedelta(hours=last), user])
    (after,) = rows(superuser, FIGURES, at)
    assert after["active_learners_last_day"] - before["active_learners_last_day"] == counted


def test_business_figures_are_the_schedulers_alone(sql: Any) -> None:
    application = sql("application")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), application.transaction():
        application.execute(FIGURES, [NOON])
    assert sql("scheduler").execute(FIGURES, [NOON]).fetchone()


@pytest.fixture(scope="module")
def crowd(admin_url: str, database: dict[str, str]) -> Iterator[psycopg.Connection]:
    """A session among five thousand learners; rolled back."""
    with psycopg.connect(superuser_url(database, admin_url)) as connection:
        gather(connection, LEARNERS)
        connection.execute("analyze")
        yield connection
        connection.rollback()


def test_business_figures_read_no_large_table_whole(crowd: psycopg.Connection) -> None:
    """Its own statements, since a plan does not show what happens inside a function: a day after, so that little is new."""
    at = datetime.now(UTC) + timedelta(days=3)
    names = {
        "v_hour_id": "platform.first_id_at($1 - interval '2 hours')",
        "v_day_id": "platform.first_id_at($1 - interval '25 hours')",
        "v_hour": "($1 - interval '1 hour')",
        "v_day": "($1 - interval '1 day')",
        "p_at": "$1",
    }
    body = one(crowd, "select prosrc from pg_proc where proname = 'business_figures'")
    query = body.partition("return query")[2].rpartition(";")[0]
    for name, value in names.items():
        query = query.replace(name, value)
    crowd.execute(f"prepare figures (timestamptz) as {query}".encode())
    plan = one(crowd, f"explain (format json) execute figures ('{at.isoformat()}')")
    whole = {relation for how, relation in scans(plan[0]["Plan"]) if how == "Seq Scan" and relation in LARGE}
    assert whole - MAY_BE_WHOLE == set()
