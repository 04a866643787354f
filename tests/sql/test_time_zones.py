"""A learner's time zone: which days a move skips, from when a zone holds, and how a wrong one is corrected."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import psycopg

from tests.support.scene import NOON, make_user
from tests.support.streaks import active, days, move, streak_at, zone_at

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)  # before both changes to daylight saving


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
