"""Leaderboards: scores, ranks, periods, closing, and the refresh that writes only what changed."""

import uuid
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from psycopg.rows import dict_row

from progressive_flow.gamification.leaderboards import repository as leaderboards
from progressive_flow.gamification.leaderboards import service
from tests.support.scene import NOON, make_user, one
from tests.support.tenants import join, make_organization

GLOBAL = uuid.UUID(int=0)
OPEN = 12  # three metrics in four periods, globally; others only where somebody scored


@pytest.fixture
def world(superuser: psycopg.Connection) -> psycopg.Connection:
    """A session in which no score has been written yet, nor the ledger that closing corrects scores by."""
    superuser.execute("set local session_replication_role = replica; delete from gamification.xp_transactions")
    superuser.execute("set local session_replication_role = origin")
    superuser.execute("delete from gamification.leaderboard_scores")
    superuser.execute("delete from gamification.leaderboards")
    return superuser


def score(connection: psycopg.Connection, user: uuid.UUID, amount: int, at: datetime = NOON) -> None:
    """Write a ledger row, from which the leaderboards follow."""
    connection.execute(
        "insert into gamification.xp_transactions (user_id, amount, source_type, source_id, description, created_at)"
        " values (%s, %s, 'correction', 'x', 'test', %s)",
        [user, amount, at],
    )


def ranks(connection: psycopg.Connection, period: str = "all_time", at: datetime = NOON) -> dict[uuid.UUID, int]:
    """Return who has which rank on an XP leaderboard."""
    rows = connection.execute(
        "select user_id, rank from gamification.leaderboard_entries where metric_type = 'xp' and period_type = %s"
        " and coalesce(period_date, date '1970-01-01') = gamification.period_start(%s, %s)",
        [period, period, at],
    )
    return dict(rows.fetchall())


def refresh(connection: psycopg.Connection, at: datetime = NOON) -> int:
    """Run the job's function."""
    leaderboards: int = one(connection, "select gamification.refresh_all_leaderboards(%s)", at)
    return leaderboards


def test_ties_share_a_rank_and_the_next_is_skipped(world: psycopg.Connection) -> None:
    users = [make_user(world) for _ in range(4)]
    for user, amount in zip(users, (50, 50, 20, 70), strict=True):
        score(world, user, amount)
    refresh(world)
    assert ranks(world) == dict(zip(users, (2, 2, 4, 1), strict=True))


def test_a_score_newer_than_the_map_ranks_after_the_holders_of_the_next_higher(world: psycopg.Connection) -> None:
    first, equal, third, newcomer = (make_user(world) for _ in range(4))
    for user, amount in ((first, 90), (equal, 90), (third, 50)):
        score(world, user, amount)
    refresh(world)
    score(world, newcomer, 70)
    assert ranks(world)[newcomer] == 3
    score(world, newcomer, 100)
    assert ranks(world)[newcomer] == 1


def test_a_leaderboard_that_was_never_refreshed_ranks_everybody_first(world: psycopg.Connection) -> None:
    user = make_user(world)
    score(world, user, 1)
    assert ranks(world) == {user: 1}


def test_who_is_not_on_a_leaderboard_has_no_rank(world: psycopg.Connection) -> None:
    user = make_user(world)
    assert one(world, "select gamification.get_user_rank(%s, 'daily', 'xp', p_at => %s)", user, NOON) is None
    score(world, user, 5)
    assert one(world, "select gamification.get_user_rank(%s, 'daily', 'xp', p_at => %s)", user, NOON) == 1


def test_a_learner_is_once_on_the_leaderboard_of_all_time(world: psycopg.Connection) -> None:
    user = make_user(world)
    score(world, user, 5)
    score(world, user, 7, NOON + timedelta(days=400))
    rows = world.execute(
        "select metric_value from gamification.leaderboard_entries where user_id = %s and period_type = 'all_time'",
        [user],
    )
    assert rows.fetchall() == [(12,)]


@pytest.mark.parametrize(
    ("period", "at", "first_day"),
    [
        ("daily", datetime(2026, 5, 6, 23, 59, 59, tzinfo=UTC), date(2026, 5, 6)),
        ("weekly", datetime(2026, 5, 10, 23, 59, 59, tzinfo=UTC), date(2026, 5, 4)),
        ("weekly", datetime(2026, 5, 11, 0, 0, tzinfo=UTC), date(2026, 5, 11)),
        ("monthly", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), date(2026, 12, 1)),
        ("all_time", NOON, date(1970, 1, 1)),
    ],
)
def test_periods_begin_in_utc_whatever_the_session_thinks(
    superuser: psycopg.Connection, period: str, at: datetime, first_day: date
) -> None:
    superuser.execute("set local timezone = 'Asia/Tokyo'")
    assert one(superuser, "select gamification.period_start(%s, %s)", period, at) == first_day


def test_midnight_starts_a_new_daily_leaderboard_and_the_old_one_gets_a_last_refresh(world: psycopg.Connection) -> None:
    early, late = make_user(world), make_user(world)
    before, after = datetime(2026, 5, 6, 23, 59, 59, tzinfo=UTC), datetime(2026, 5, 7, 0, 0, 1, tzinfo=UTC)
    score(world, early, 10, before)
    refresh(world, before)
    score(world, early, 30, before)
    score(world, late, 20, after)
    refresh(world, after)
    assert ranks(world, "daily", before) == {early: 1}
    assert ranks(world, "daily", after) == {late: 1}
    mapped = world.execute(
        "select metric_value from gamification.leaderboard_ranks where metric_type = 'xp' and period_type = 'daily'"
        " and period_date = %s",
        [before.date()],
    )
    assert mapped.fetchall() == [(40,)]
    assert refresh(world, after + timedelta(minutes=1)) == OPEN


def test_a_refresh_without_news_writes_no_rank(world: psycopg.Connection) -> None:
    for amount in range(1, 30):
        score(world, make_user(world), amount)
    refresh(world)
    before = one(world, "select array_agg(ctid order by metric_value, period_type) from gamification.leaderboard_ranks")
    refresh(world)
    assert (
        one(world, "select array_agg(ctid order by metric_value, period_type) from gamification.leaderboard_ranks")
        == before
    )


def test_scores_that_nobody_holds_any_more_leave_the_map(world: psycopg.Connection) -> None:
    user = make_user(world)
    score(world, user, 10)
    refresh(world)
    score(world, user, 5)
    refresh(world)
    found = world.execute(
        "select metric_value, rank, holders from gamification.leaderboard_ranks where metric_type = 'xp' and period_type = 'daily'"
    )
    assert found.fetchall() == [(15, 1, 1)]


def test_members_of_an_organization_are_on_its_leaderboard_too(world: psycopg.Connection) -> None:
    member, other = make_user(world), make_user(world)
    tenant = make_organization(world)
    join(world, tenant, member)
    score(world, member, 10)
    score(world, other, 20)
    refresh(world)
    assert one(world, "select gamification.get_user_rank(%s, 'weekly', 'xp', %s, %s)", member, tenant, NOON) == 1
    assert one(world, "select gamification.get_user_rank(%s, 'weekly', 'xp', %s, %s)", other, tenant, NOON) is None
    assert one(world, "select gamification.get_user_rank(%s, 'weekly', 'xp', p_at => %s)", member, NOON) == 2


def test_a_second_refresh_at_the_same_time_leaves_the_work_to_the_first(
    world: psycopg.Connection, database: dict[str, str]
) -> None:
    refresh(world)
    with psycopg.connect(database["scheduler"]) as other:
        assert one(other, "select gamification.refresh_all_leaderboards(%s)", NOON) == 0


def test_one_leaderboard_is_ranked_by_the_documents_function(world: psycopg.Connection) -> None:
    """Three arguments are enough, also for a period without learners."""
    first, second = make_user(world), make_user(world)
    score(world, first, 100)
    score(world, second, 50)
    call = "select update_leaderboard_rankings(%s, %s, 'xp')"
    world.execute("set local search_path = gamification")
    assert one(world, call, "daily", NOON.date()) == 2
    assert one(world, call, "daily", date(2020, 1, 1)) == 0
    assert ranks(world, "daily") == {first: 1, second: 2}


def listed(connection: psycopg.Connection, period: str = "all_time", at: datetime = NOON) -> list[uuid.UUID]:
    """Return who is on an XP leaderboard, in the order in which its pages list them."""
    connection.execute(
        "insert into identity.public_profiles (user_id, shown_name, current_level, last_active_at)"
        " select s.user_id, 'somebody', 1, now() from gamification.leaderboard_scores as s on conflict do nothing"
    )
    key = leaderboards.LeaderboardKey("global", None, "xp", period, at)
    params = {**key.params(), **service.BEFORE_FIRST._asdict(), "me": uuid.UUID(int=0)}
    users: list[uuid.UUID] = []
    while True:  # a page of one each, as its cursor asks for
        with connection.cursor(row_factory=dict_row) as cursor:
            statement = leaderboards.scoped(leaderboards.ENTRIES, "global")
            row = cursor.execute(statement.encode(), {**params, "limit": 1}).fetchone()
        if row is None:
            return users
        users.append(one(connection, "select user_id from gamification.leaderboard_scores where id = %s", row["id"]))
        params |= {"value": row["value"], "reached_at": row["reached_at"], "after": row["id"]}


def minutes(number: int) -> datetime:
    """Return an instant so many minutes after noon."""
    return NOON + timedelta(minutes=number)


def test_of_equal_values_the_one_that_was_reached_first_is_listed_first(world: psycopg.Connection) -> None:
    third, first, second = (make_user(world) for _ in range(3))
    score(world, third, 1)
    for number, (user, amount) in enumerate(((first, 60_000), (second, 60_000), (third, 59_999)), start=1):
        score(world, user, amount, minutes(number))
    refresh(world, minutes(4))
    assert ranks(world) == dict.fromkeys((first, second, third), 1)
    for period in ("daily", "weekly", "monthly", "all_time"):
        assert listed(world, period) == [first, second, third]


def test_down_and_up_again_reaches_a_value_later(world: psycopg.Connection) -> None:
    first, second = make_user(world), make_user(world)
    score(world, first, 50, minutes(1))
    score(world, second, 50, minutes(2))
    score(world, first, -10, minutes(3))
    assert listed(world) == [second, first]
    score(world, first, 10, minutes(4))
    assert listed(world) == [second, first]


def test_what_changes_no_value_leaves_the_instant(world: psycopg.Connection) -> None:
    user = make_user(world)
    for number, value in enumerate((3, 2, 3), start=1):
        world.execute(
            "select gamification.add_scores('streak', array[%s]::uuid[], array[%s]::bigint[], array[%s]::timestamptz[])",
            [user, value, minutes(number)],
        )
    assert set(world.execute("select metric_value, reached_at from gamification.leaderboard_scores").fetchall()) == {
        (3, minutes(1))
    }


def test_closing_restores_when_a_value_was_reached_and_keeps_it(world: psycopg.Connection) -> None:
    second, first = make_user(world), make_user(world)
    score(world, first, 50, minutes(1))
    score(world, second, 50, minutes(2))
    world.execute("update gamification.leaderboard_scores set reached_at = %s where user_id = %s", [minutes(9), first])
    wrong = one(
        world,
        "select gamification.close_leaderboard('global', %s, 'xp', 'daily', '2026-05-06', %s)",
        GLOBAL,
        minutes(1500),
    )
    assert wrong == 0  # no value was
    assert listed(world, "daily") == [first, second]
    kept = world.execute(
        "select user_id, reached_at from gamification.leaderboard_snapshots where period_date = '2026-05-06'"
        " order by rank, reached_at"
    )
    assert kept.fetchall() == [(first, minutes(1)), (second, minutes(2))]


def test_recomputing_restores_when_a_value_was_reached(world: psycopg.Connection) -> None:
    user = make_user(world)
    score(world, user, 20, minutes(1))
    score(world, user, 30, minutes(2))
    world.execute("update gamification.leaderboard_scores set reached_at = %s where user_id = %s", [minutes(9), user])
    world.execute("select gamification.recompute_scores(%s, %s)", [user, minutes(20)])
    row = one(
        world,
        "select reached_at from gamification.leaderboard_scores where period_type = 'all_time' and user_id = %s",
        user,
    )
    assert row == minutes(2)
