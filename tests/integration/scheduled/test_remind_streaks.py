"""Reminders of a streak: in the learner's evening, once a day, to those who want them and were not active."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from tests.support.learning import beyond_policies
from tests.support.scene import NOON, act_as, make_user, one

Learner = Callable[..., UUID]
EVENING = NOON.replace(hour=18, minute=5)


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """An empty world."""
    with beyond_policies(fresh_database, admin_url) as connection:
        yield connection


@pytest.fixture
def learner(world: psycopg.Connection) -> Learner:
    """Makes a learner in a zone who was active on days counted from NOON's."""

    def make(*days: int, zone: str = "UTC", preferences: str = "{}") -> UUID:
        user = make_user(world, NOON - timedelta(days=30))
        world.execute(
            "update identity.users set time_zone = %s, preferences = %s where id = %s", [zone, preferences, user]
        )
        for day in days:
            world.execute("select gamification.record_activity(%s, %s)", [user, NOON + timedelta(days=day)])
        return user

    return make


def run(at: datetime) -> int:
    """Run the job; return how many it reminded."""
    with clock.moved_to(at):
        done: dict[str, int] = registry.load("functions.scheduled.remind_streaks")({}, None)
    assert set(done) == {"reminded"}
    return done["reminded"]


def reminders(world: psycopg.Connection, user: UUID) -> list[dict[str, Any]]:
    """Return the reminders that a learner got."""
    query = "select params from social.notifications where user_id = %s and type = 'streak_reminder' order by id"
    return [params for (params,) in world.execute(query.encode(), [user])]


def test_a_reminder_comes_once_in_the_evening(world: psycopg.Connection, learner: Learner) -> None:
    user = learner(-2, -1)
    assert [run(EVENING + timedelta(hours=hours)) for hours in range(5)] == [1, 0, 0, 0, 0]
    assert reminders(world, user) == [{"days": 2}]
    assert (
        one(world, "select count(*) from platform.outbox where topic = 'streak.reminder' and user_id = %s", user) == 1
    )


@pytest.mark.parametrize(("hour", "reminded"), [(0, 0), (17, 0), (18, 1), (21, 1), (22, 0)])
def test_only_the_evening_will_do(learner: Learner, hour: int, reminded: int) -> None:
    learner(-1)
    assert run(NOON.replace(hour=hour, minute=30)) == reminded


@pytest.mark.parametrize(
    ("zone", "hour"), [("Asia/Tokyo", 9), ("America/New_York", 22), ("Europe/Berlin", 16), ("Asia/Kolkata", 13)]
)
def test_the_evening_is_the_learners_own(learner: Learner, zone: str, hour: int) -> None:
    learner(-1, zone=zone)
    assert [number for number in range(24) if run(NOON.replace(hour=number, minute=5))] == [hour]


def test_who_was_active_today_is_left_alone(learner: Learner) -> None:
    learner(-1, 0)
    assert run(EVENING) == 0


def test_who_prefers_none_gets_none(learner: Learner) -> None:
    learner(-1, preferences='{"streak_reminders": false}')
    learner(-1, preferences='{"streak_reminders": true}')
    learner(-1, preferences='{"theme": "dark"}')
    assert run(EVENING) == 2


def test_a_dead_streak_is_not_worth_a_reminder(learner: Learner) -> None:
    learner(-2)
    learner()
    assert run(EVENING) == 0


def test_a_streak_held_by_a_freeze_is(world: psycopg.Connection, learner: Learner) -> None:
    user = learner(*range(-8, -1))
    assert run(EVENING) == 1
    assert reminders(world, user)[0] == {"days": 7}


def test_the_next_day_is_another_reminder(world: psycopg.Connection, learner: Learner) -> None:
    user = learner(*range(-7, 0))
    assert [run(EVENING + timedelta(days=days)) for days in range(3)] == [1, 1, 0]
    assert len(reminders(world, user)) == 2


def test_who_left_is_not_reminded(world: psycopg.Connection, learner: Learner) -> None:
    user = learner(-1)
    with world.transaction():
        act_as(world, user)
        world.execute("select identity.erase_user(%s)", [NOON])
    assert run(EVENING) == 0


def test_two_runs_at_once_remind_once(world: psycopg.Connection, learner: Learner) -> None:
    """The second waits for the first's rows, and finds them."""
    user = learner(-1)
    with world.transaction():
        assert one(world, "select learning.remind_streaks(%s)", EVENING) == 1
    assert run(EVENING) == 0
    assert len(reminders(world, user)) == 1
