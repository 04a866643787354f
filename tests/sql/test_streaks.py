"""Streaks against an oracle that counts day by day, over time zones, changes of zone and freezes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import streaks
from tests.support.scene import NOON, act_as, make_challenge, make_user, one, open_challenge, record

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Pacific/Kiritimati",  # UTC+14
    "Pacific/Pago_Pago",  # UTC-11
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # half an hour of daylight saving
    "America/Sao_Paulo",
)
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)  # before both changes to daylight saving


def active(connection: psycopg.Connection, user: UUID, at: datetime) -> None:
    """Let a user do something that counts."""
    connection.execute("select gamification.record_activity(%s, %s)", [user, at])


def streak_at(connection: psycopg.Connection, user: UUID, at: datetime) -> int:
    """Return what the document's function says."""
    found: int = one(connection, "select gamification.calculate_user_streak(%s, %s)", user, at)
    return found


def days(connection: psycopg.Connection, user: UUID, kind: str) -> list[date]:
    """Return a user's days of a kind."""
    rows = connection.execute(
        "select local_date from gamification.streak_days where user_id = %s and kind = %s order by 1", [user, kind]
    )
    return [row[0] for row in rows]


def move(connection: psycopg.Connection, user: UUID, zone: str, at: datetime) -> bool:
    """Let a user change their zone; return whether they might."""
    act_as(connection, user)
    moved: bool = one(connection, "select identity.change_time_zone(%s, %s)", zone, at)
    return moved


def zone_at(connection: psycopg.Connection, user: UUID, at: datetime) -> ZoneInfo:
    """Return the zone that holds for a user."""
    return ZoneInfo(one(connection, "select identity.zone_at(%s, %s)", user, at))


def test_the_documents_streak_of_somebody_long_gone_is_none(superuser: psycopg.Connection) -> None:
    """Three days in a row, ten days ago, are no streak any more."""
    user = make_user(superuser)
    for back in (12, 11, 10):
        active(superuser, user, NOON - timedelta(days=back))
    assert streak_at(superuser, user, NOON - timedelta(days=10)) == 3
    assert streak_at(superuser, user, NOON - timedelta(days=9)) == 3
    assert streak_at(superuser, user, NOON - timedelta(days=8)) == 0
    assert streak_at(superuser, user, NOON) == 0


def test_failed_attempts_keep_no_streak_and_passed_ones_do(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "daily-bread", levels=1)
    challenge = open_challenge(superuser, user, "daily-bread")
    record(superuser, challenge, passed=False)
    assert streak_at(superuser, user, NOON) == 0
    assert record(superuser, challenge, at=NOON + timedelta(hours=1))["streak_days"] == 1
    assert record(superuser, challenge, at=NOON + timedelta(days=1))["streak_days"] == 2
    assert one(superuser, "select count(*) from gamification.streak_days where user_id = %s", user) == 2


def test_one_instant_is_one_day_whatever_the_session_thinks(superuser: psycopg.Connection) -> None:
    """One instant is one day, whichever time zone the session that writes it is in."""
    user = make_user(superuser)
    for zone in ("UTC", "Asia/Tokyo", "America/Los_Angeles"):
        superuser.execute("select set_config('timezone', %s, true)", [zone])
        active(superuser, user, NOON)
    superuser.execute("select set_config('timezone', 'UTC', true)")
    assert days(superuser, user, "active") == [NOON.date()]
    assert streak_at(superuser, user, NOON) == 1


def test_a_freeze_is_earned_every_seventh_day_and_covers_one(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    for day in range(7):
        active(superuser, user, NOON + timedelta(days=day))
    assert streak_at(superuser, user, NOON + timedelta(days=8)) == 7  # day 7 was missed, a freeze covers it
    assert streak_at(superuser, user, NOON + timedelta(days=9)) == 0  # so was day 8: nothing covers that
    active(superuser, user, NOON + timedelta(days=8))
    assert days(superuser, user, "frozen") == [NOON.date() + timedelta(days=7)]
    assert streak_at(superuser, user, NOON + timedelta(days=8)) == 8


@pytest.mark.parametrize(("length", "paid"), [(6, 0), (7, 50), (29, 50), (30, 300)])
def test_milestones_pay_once(superuser: psycopg.Connection, length: int, paid: int) -> None:
    user = make_user(superuser)
    for day in range(length):
        active(superuser, user, NOON + timedelta(days=day))
        active(superuser, user, NOON + timedelta(days=day, hours=2))
    ledger = "select coalesce(sum(amount), 0) from gamification.xp_transactions where user_id = %s and source_type = 'streak'"
    assert one(superuser, ledger, user) == paid
    for day in range(length + 10, length + 10 + length):  # a second streak as long pays nothing more
        active(superuser, user, NOON + timedelta(days=day))
    assert one(superuser, ledger, user) == paid
    notified = one(superuser, "select count(*) from social.notifications where user_id = %s and type = 'streak'", user)
    assert notified == sum(paid >= total for total in (50, 300))


def test_the_leaderboard_shows_the_longest_streak_reached_within_the_period(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    for day in (0, 1, 2, 10):
        active(superuser, user, NOON + timedelta(days=day))
    rows = superuser.execute(
        "select period_type, period_date, metric_value from gamification.leaderboard_scores"
        " where user_id = %s and metric_type = 'streak' and period_type <> 'daily' order by 1, 2",
        [user],
    ).fetchall()
    assert rows == [
        ("all_time", date(1970, 1, 1), 3),
        ("monthly", date(2026, 5, 1), 3),
        ("weekly", date(2026, 5, 4), 3),
        ("weekly", date(2026, 5, 11), 1),
    ]


def test_a_move_east_skips_a_date_and_costs_nothing(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    assert move(superuser, user, "Pacific/Pago_Pago", NOON)
    later = NOON + timedelta(days=3)
    active(superuser, user, later)
    assert move(superuser, user, "Pacific/Kiritimati", later)
    assert len(days(superuser, user, "skipped")) == 1
    landed = later + timedelta(hours=40)
    assert zone_at(superuser, user, landed).key == "Pacific/Kiritimati"
    active(superuser, user, landed)
    assert streak_at(superuser, user, landed) == 2
    first, second = days(superuser, user, "active")
    assert second - first > timedelta(days=1)


def test_a_day_of_which_a_move_leaves_less_than_half_is_skipped(superuser: psycopg.Connection) -> None:
    """From Los Angeles to Tokyo: the zone holds from midnight there, which is 16:00 on Tuesday in Tokyo."""
    user = make_user(superuser)
    superuser.execute("update identity.users set time_zone = 'America/Los_Angeles' where id = %s", [user])
    monday = datetime(2026, 7, 6, 18, tzinfo=UTC)  # 11:00
    active(superuser, user, monday)
    assert move(superuser, user, "Asia/Tokyo", monday + timedelta(hours=2))
    assert days(superuser, user, "skipped") == [date(2026, 7, 7)]
    wednesday = datetime(2026, 7, 8, 3, tzinfo=UTC)  # 12:00 in Tokyo
    active(superuser, user, wednesday)
    assert streak_at(superuser, user, wednesday) == 2


def test_a_day_of_which_a_move_leaves_more_counts(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    assert move(superuser, user, "Asia/Kolkata", NOON)  # 5:30 hours ahead of UTC
    assert days(superuser, user, "skipped") == []


def test_a_date_that_a_zone_left_out_is_no_day(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    superuser.execute("update identity.users set time_zone = 'Pacific/Apia' where id = %s", [user])
    for day in (29, 31):  # Samoa had no 30th
        active(superuser, user, datetime(2011, 12, day, 12, tzinfo=ZoneInfo("Pacific/Apia")))
    assert streak_at(superuser, user, datetime(2011, 12, 31, 13, tzinfo=ZoneInfo("Pacific/Apia"))) == 2


def test_a_move_west_never_turns_the_calendar_back(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    assert move(superuser, user, "Pacific/Kiritimati", NOON)
    later = NOON + timedelta(days=3)
    active(superuser, user, later)
    assert move(superuser, user, "Pacific/Pago_Pago", later)
    for hours in range(4, 60, 4):
        active(superuser, user, later + timedelta(hours=hours))
        assert streak_at(superuser, user, later + timedelta(hours=hours)) >= 1
    dates = days(superuser, user, "active")
    assert dates == sorted(set(dates))
    assert all(after - before == timedelta(days=1) for before, after in pairwise(dates))


def test_a_zone_holds_from_the_next_midnight_and_changes_once_a_day(superuser: psycopg.Connection) -> None:
    user = make_user(superuser, NOON - timedelta(days=9))
    assert move(superuser, user, "Asia/Tokyo", NOON)
    assert zone_at(superuser, user, NOON + timedelta(hours=11)).key == "UTC"
    assert zone_at(superuser, user, NOON + timedelta(hours=12)).key == "Asia/Tokyo"
    assert not move(superuser, user, "UTC", NOON + timedelta(hours=23))
    assert move(superuser, user, "Asia/Tokyo", NOON + timedelta(hours=23))  # no change at all
    assert move(superuser, user, "UTC", NOON + timedelta(hours=24))


def test_a_zone_that_does_not_hold_yet_is_corrected(superuser: psycopg.Connection) -> None:
    user = make_user(superuser, NOON - timedelta(days=9))
    assert move(superuser, user, "Pacific/Kiritimati", NOON)
    assert days(superuser, user, "skipped") == [date(2026, 5, 7)]
    assert move(superuser, user, "Europe/Berlin", NOON + timedelta(hours=1))
    assert days(superuser, user, "skipped") == []
    assert zone_at(superuser, user, NOON + timedelta(hours=11)).key == "UTC"
    assert zone_at(superuser, user, NOON + timedelta(hours=12)).key == "Europe/Berlin"
    assert not move(superuser, user, "UTC", NOON + timedelta(hours=24))


def test_a_zone_that_holds_is_corrected_on_the_first_day_alone(superuser: psycopg.Connection) -> None:
    evening = NOON + timedelta(hours=11, minutes=50)
    user = make_user(superuser, evening)
    assert move(superuser, user, "Asia/Tokyo", evening)
    assert move(superuser, user, "Europe/Berlin", evening + timedelta(minutes=20))
    assert zone_at(superuser, user, evening + timedelta(minutes=30)).key == "Asia/Tokyo"
    assert zone_at(superuser, user, evening + timedelta(hours=15, minutes=10)).key == "Europe/Berlin"
    assert not move(superuser, user, "UTC", evening + timedelta(hours=24))


steps = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 100)),
        st.tuples(st.just("move"), st.sampled_from(ZONES)),
        st.tuples(st.just("act"), st.integers(0, 3)),
    ),
    min_size=5,
    max_size=70,
)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=steps)
def test_any_life_counts_as_on_fingers(superuser: psycopg.Connection, steps: list[tuple[str, int | str]]) -> None:
    """A learner acts, waits and moves; at every step the database agrees with the oracle."""
    user = make_user(superuser, START)
    now, dates, last = START, set[date](), date.min
    for what, value in steps:
        if what == "wait":
            now += timedelta(hours=int(value))
        elif what == "move":
            move(superuser, user, str(value), now)
        else:
            now += timedelta(hours=int(value))
            active(superuser, user, now)
            last = max(last, now.astimezone(zone_at(superuser, user, now)).date())
            dates.add(last)
        today = max(last, now.astimezone(zone_at(superuser, user, now)).date())
        expected = streaks.count(dates, days(superuser, user, "skipped"), today)
        assert streak_at(superuser, user, now) == expected.streak
        assert days(superuser, user, "active") == sorted(dates)
    longest = one(superuser, "select longest_streak_days from gamification.user_stats where user_id = %s", user)
    assert longest == streaks.count(dates, days(superuser, user, "skipped"), now.date() + timedelta(days=2)).longest
    assert one(superuser, "select gamification.rebuild_streak(%s, %s)", user, now) == 0


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gaps=st.lists(st.sampled_from([1, 1, 1, 1, 1, 2, 2, 3, 4]), min_size=1, max_size=60))
def test_freezes_are_spent_as_on_fingers(superuser: psycopg.Connection, gaps: list[int]) -> None:
    """Long streaks with small gaps: where freezes are earned, held and spent."""
    user, now, dates = make_user(superuser, START), START, [START.date()]
    active(superuser, user, now)
    for gap in gaps:
        now += timedelta(days=gap)
        dates.append(now.date())
        active(superuser, user, now)
        expected = streaks.count(dates, [], now.date())
        row = superuser.execute(
            "select streak, freezes from gamification.streak_days where user_id = %s and local_date = %s",
            [user, now.date()],
        ).fetchone()
        assert row == (expected.streak, expected.freezes)
