"""One learner over more than a year reaches every achievement there is, and is paid for each once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.support import cluster
from tests.support.classroom import Classroom, Student
from tests.support.learning import beyond_policies
from tests.support.scene import act_as, one

START = datetime(2026, 1, 5, tzinfo=UTC)
FIRST_BREAK = 10  # the day after which the learner stays away for nine: a comeback
FREEZE = 60  # a day missed later on: a freeze covers it
LAST = FIRST_BREAK + 9 + 370


@pytest.fixture(scope="module")
def world(admin_url: str) -> Iterator[tuple[psycopg.Connection, Student]]:
    """The world after the marathon."""
    urls = cluster.clone(admin_url)
    try:
        with beyond_policies(urls, admin_url) as connection:
            connection.execute("set synchronous_commit = off")
            classroom = Classroom(connection, START, seed=1)
            classroom.join(1)
            runner = classroom.students[0]
            connection.execute("update identity.users set time_zone = 'UTC' where id = %s", [runner.id])
            for day in range(LAST):
                if day % 60 == 1:
                    connection.execute("analyze")  # as autovacuum does, which may come too late for a year in seconds
                live(classroom, runner, day)
            yield connection, runner
    finally:
        cluster.drop(admin_url, urls)


def live(classroom: Classroom, runner: Student, day: int) -> None:
    """Let a day of the runner's pass."""
    at = START + timedelta(days=day, hours=9)
    classroom.run("select gamification.open_daily_challenges(%s)", at)
    if FIRST_BREAK <= day < FIRST_BREAK + 9 or day == FREEZE:
        return
    with classroom.connection.transaction():
        act_as(classroom.connection, runner.id)
        session = one(classroom.connection, "select learning.start_session('challenge', 'any', '{}', %s)", at)
        if day in {2, 5, 8}:
            hint(classroom, runner, at)
        for _ in range(4 if day == 40 else 1):  # one very long day
            at = classroom.complete_one(runner, at)
        classroom.todays(runner, at + timedelta(minutes=5), 100)
        classroom.connection.execute(
            "select learning.touch_session(%s, true, true, null, %s)", [session, at + timedelta(minutes=6)]
        )
        if day == 20:
            runner.skill = 1.0
            classroom.assess(runner, at)
        if day < len(classroom.tracks):
            query = "insert into progress.user_enrollments (user_id, track_id, enrolled_at) values (%s, %s, %s)"
            classroom.connection.execute(query, [runner.id, classroom.tracks[day], at])
        if day > 100 and day % 3 == 0:
            spend(classroom, runner, at)
    if day % 30 == 0 or day == LAST - 1:
        classroom.run("select learning.sweep_achievements(1000, %s)", at + timedelta(hours=12))


def hint(classroom: Classroom, runner: Student, at: datetime) -> None:
    """Take two hints of the first level that is not passed; a daily challenge may have left a gap."""
    row = classroom.connection.execute(
        "select challenge_id, (select min(n) from generate_series(1, 5) as n where n <> all(coalesce(levels_completed, '{}')))"
        " from progress.user_challenge_progress as p"
        " where user_id = %s and unlock_date is not null and status <> 'completed' and not exists ("
        " select from progress.hint_usage as h where h.user_id = p.user_id and h.challenge_id = p.challenge_id) limit 1",
        [runner.id],
    ).fetchone()
    assert row
    for number in (1, 2):
        classroom.connection.execute("select progress.reveal_hint(%s, %s, %s, %s)", [row[0], row[1], number, at])


def spend(classroom: Classroom, runner: Student, at: datetime) -> None:
    """Master the cheapest skill that is open and affordable, or begin one."""
    rows = classroom.connection.execute(
        """
        select s.slug, s.xp_per_level * s.max_level - coalesce(u.points_allocated, 0)
        from gamification.skills as s
        left join gamification.user_skills as u on u.skill_id = s.id and u.user_id = %s
        where u.mastered_at is null and s.is_active
        order by 2
        """,
        [runner.id],
    ).fetchall()
    for slug, points in rows:
        classroom.grow(runner, at, slug, points)


def test_every_achievement_is_reached(world: tuple[psycopg.Connection, Student]) -> None:
    connection, runner = world
    missing = connection.execute(
        "select a.slug, a.criteria from gamification.achievements as a where a.is_active and not exists ("
        " select from gamification.user_achievements as u"
        " where u.achievement_id = a.id and u.user_id = %s and u.unlocked_at is not null)",
        [runner.id],
    ).fetchall()
    assert missing == []


def test_each_paid_its_reward_once(world: tuple[psycopg.Connection, Student]) -> None:
    connection, runner = world
    wrong = connection.execute(
        "select a.slug, count(t.id), coalesce(sum(t.amount), 0) from gamification.achievements as a"
        " left join gamification.xp_transactions as t"
        "  on t.user_id = %s and t.source_type = 'achievement' and t.source_id = a.id::text"
        " where a.is_active and a.xp_reward > 0 group by a.id having count(t.id) <> 1 or sum(t.amount) <> a.xp_reward",
        [runner.id],
    ).fetchall()
    assert wrong == []


def test_the_streak_is_a_year(world: tuple[psycopg.Connection, Student]) -> None:
    connection, runner = world
    assert (
        one(connection, "select longest_streak_days from gamification.user_stats where user_id = %s", runner.id) >= 365
    )
    milestones = one(
        connection,
        "select array_agg(source_id::int order by source_id::int) from gamification.xp_awards where user_id = %s and source_type = 'streak'",
        runner.id,
    )
    assert milestones == [7, 30, 100, 365]
