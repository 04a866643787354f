"""Monthly partitions: made ahead, nothing lost to the default one, and dropped when their rows are kept no longer."""

from datetime import UTC, datetime

import psycopg

from progressive_flow.operations import migrations
from tests.support.scene import make_user, one

AT = datetime(2002, 5, 6, 12, 0, tzinfo=UTC)  # long past: no other test writes there, whatever the date is
PARTITIONED = ("analytics.user_events", "gamification.xp_transactions", "progress.level_attempts")


def partitions(connection: psycopg.Connection, at: datetime = AT) -> list[tuple[str, int]]:
    """Make what is due; return what was made."""
    return connection.execute(
        "select partition_name, moved_rows from platform.ensure_partitions(1, %s)", [at]
    ).fetchall()


def pay(connection: psycopg.Connection, at: datetime) -> None:
    """Write a ledger row at an instant."""
    connection.execute(
        "insert into gamification.xp_transactions (user_id, amount, source_type, source_id, description, created_at)"
        " values (%s, 1, 'correction', 'x', 'test', %s)",
        [make_user(connection), at],
    )


def test_partitions_are_made_ahead_and_only_once(superuser: psycopg.Connection) -> None:
    assert [name for name, _ in partitions(superuser)] == [
        f"{table}_y2002m0{month}" for table in PARTITIONED for month in (5, 6)
    ]
    assert partitions(superuser) == []


def test_the_turn_of_the_year(superuser: psycopg.Connection) -> None:
    made = [name for name, _ in partitions(superuser, datetime(2000, 12, 31, 23, 59, tzinfo=UTC))]
    assert made == [f"{table}_{month}" for table in PARTITIONED for month in ("y2000m12", "y2001m01")]


def test_rows_in_no_partition_wait_in_the_default_one_and_move(superuser: psycopg.Connection) -> None:
    edge = datetime(2002, 6, 1, tzinfo=UTC)
    for at in (AT, datetime(2002, 5, 31, 23, 59, 59, 999999, tzinfo=UTC), edge):
        pay(superuser, at)
    assert (
        one(
            superuser,
            "select count(*) from gamification.xp_transactions_default where created_at >= '2002-05-01' and created_at < '2002-07-01'",
        )
        == 3
    )
    moved = dict(partitions(superuser))
    assert moved["gamification.xp_transactions_y2002m05"] == 2
    assert moved["gamification.xp_transactions_y2002m06"] == 1
    assert one(superuser, "select count(*) from gamification.xp_transactions_y2002m06") == 1
    pay(superuser, AT)
    assert one(superuser, "select count(*) from gamification.xp_transactions_y2002m05") == 3


def test_months_are_utc_in_any_session(superuser: psycopg.Connection) -> None:
    superuser.execute("set local timezone = 'Pacific/Kiritimati'")
    partitions(superuser)
    pay(superuser, datetime(2002, 5, 31, 23, 30, tzinfo=UTC))
    assert one(superuser, "select count(*) from gamification.xp_transactions_y2002m05") == 1


def test_indexes_and_keys_come_with_a_partition(superuser: psycopg.Connection) -> None:
    partitions(superuser)
    count = "select count(*) from pg_index where indrelid = %s::regclass"
    for table in PARTITIONED:
        assert one(superuser, count, f"{table}_y2002m05") == one(superuser, count, table)


def test_making_partitions_is_no_drift(fresh_database: dict[str, str]) -> None:
    with psycopg.connect(fresh_database["scheduler"]) as connection:
        assert partitions(connection)
    assert migrations.validate(fresh_database["migrator"]) == []


def test_the_planner_knows_a_partitioned_table_as_a_whole(superuser: psycopg.Connection) -> None:
    for _ in range(3):
        pay(superuser, AT)
    assert one(superuser, "select platform.analyze_partitioned_tables()") == len(PARTITIONED)
    whole = "select inherited from pg_stats where schemaname || '.' || tablename = %s and attname = 'amount'"
    assert one(superuser, whole, "gamification.xp_transactions") is True


def test_months_of_events_are_dropped_after_thirteen_months(superuser: psycopg.Connection) -> None:
    superuser.execute("select platform.ensure_partitions(1, %s)", [AT])
    drop, found = "select analytics.drop_old_user_events(%s)", "select to_regclass(%s) is not null"
    may, june = "analytics.user_events_y2002m05", "analytics.user_events_y2002m06"
    assert one(superuser, drop, datetime(2003, 6, 30, 23, 59, tzinfo=UTC)) == 0
    assert one(superuser, drop, datetime(2003, 7, 1, tzinfo=UTC)) == 1
    assert (one(superuser, found, may), one(superuser, found, june)) == (False, True)
    assert one(superuser, found, "gamification.xp_transactions_y2002m05")


def test_no_instant_of_a_caller_drops_a_recent_month(superuser: psycopg.Connection) -> None:
    this_month = one(superuser, "select date_trunc('month', now(), 'UTC')")
    superuser.execute("select platform.ensure_partitions(0, now())")
    one(superuser, "select analytics.drop_old_user_events(%s)", datetime(2999, 1, 1, tzinfo=UTC))
    assert one(superuser, "select to_regclass(platform.partition_name('analytics.user_events', %s))", this_month)


def test_a_month_that_is_read_waits_for_the_next_night(fresh_database: dict[str, str]) -> None:
    with (
        psycopg.connect(fresh_database["scheduler"]) as job,
        psycopg.connect(fresh_database["scheduler"]) as reader,
        psycopg.connect(fresh_database["scheduler"], autocommit=True) as later,
    ):
        partitions(job)
        job.commit()
        reader.execute("select from analytics.user_events")
        assert one(job, "select analytics.drop_old_user_events(now())") == 0
        job.commit()
        reader.rollback()
        assert one(later, "select analytics.drop_old_user_events(now())") == 2
