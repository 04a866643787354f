"""Streaks against an oracle that counts day by day, over time zones, changes of zone and freezes."""

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import streaks
from tests.support.scene import NOON, make_challenge, make_user, one, open_challenge, record
from tests.support.streaks import active, days, move, streak_at, zone_at

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


def test_the_documents_streak_of_somebody_long_gone_is_none(superuser: psycopg.Connection) -> None:
    """Three days in a row, ten days ago, are no streak any more."""
    user = make_user(superuser)
    for back in (12, 11, 10):
        active(superuser, user, NOON - timedelta(days=back))
    assert one(superuser, "select gamification.calculate_user_streak(%s, %s)", user, NOON - timedelta(days=10)) == 3
    assert one(superuser, "select gamification.calculate_user_streak(%s, %s)", user, NOON - timedelta(days=9)) == 3
    assert one(superuser, "select gamification.calculate_user_streak(%s, %s)", user, NOON - timedelta(days=8)) == 0
    assert one(superuser, "select gamification.calculate_user_streak(%s, %s)", user, NOON) == 0


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
