"""A midnight passes while people learn, by the clocks of Python and PostgreSQL: each fact belongs to one day, and the same
one everywhere. At the end of a month or of a year, the ledgers' partitions turn with it."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from tests.support import days
from tests.support.api import Api, Caller, new_caller
from tests.support.content import EMPTY, reference_design
from tests.support.learning import admit, attempts_path, beyond_policies
from tests.support.midnights import two_seconds_before
from tests.support.scene import one

pytestmark = pytest.mark.clock

AFTER = timedelta(seconds=2)
REFERENCE = reference_design("url-shortener")
WRONG_DAYS = """
select a.created_at, c.date from gamification.daily_challenge_attempts as d
inner join gamification.daily_challenges as c on c.id = d.daily_challenge_id
left join progress.level_attempts as a on a.user_id = d.user_id and a.created_at = d.completed_at
where c.date is distinct from (a.created_at at time zone 'UTC')::date
"""
WRONG_LEADERBOARDS = """
select s.*, t.metric_value from gamification.leaderboard_scores as s
left join lateral gamification.recomputed_scores(s.metric_type, s.period_type, s.period_date) as t on t.user_id = s.user_id
where s.scope_type = 'global' and s.period_type <> 'all_time' and s.metric_value is distinct from t.metric_value
"""
WRONG_PARTITIONS = """
select tableoid::regclass::text, created_at from progress.level_attempts
where tableoid::regclass::text <> 'progress.level_attempts_y' || to_char(created_at at time zone 'UTC', 'YYYY"m"MM')
"""


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """A world without others, seen past every policy."""
    with beyond_policies(fresh_database, admin_url) as connection:
        yield connection


@pytest.fixture
def class_of_three(api: Api, world: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> list[Caller]:
    """Learners who are not held up by any limit, on a day and before a day whose challenges are fixed."""
    for bucket in ("ATTEMPTS", "WRITES"):
        monkeypatch.setenv(f"RATE_LIMIT_{bucket}", "100000/3600")
    registry.load("functions.scheduled.maintain_partitions")({}, None)
    for day in (0, 1):
        days.fix_day(world, at=clock.now() + timedelta(days=day))
    return [admit(api, new_caller(), "url-shortener") for _ in range(3)]


def submit(api: Api, learner: Caller, path: str, design: dict[str, Any]) -> datetime:
    """Submit; check that the attempt bears a time of while it was submitted, and return that."""
    before = datetime.now(UTC)
    response = api.post(path, learner, json={"kind": "system_design", "design": design})
    assert response.status_code == 201, response.text
    made = datetime.fromisoformat(response.json()["created_at"])
    assert before - timedelta(milliseconds=1) <= made <= datetime.now(UTC)
    return made


def test_attempts_across_midnight_belong_to_one_day_each(
    api: Api, world: psycopg.Connection, class_of_three: list[Caller]
) -> None:
    midnight = two_seconds_before()
    made: list[datetime] = []
    while datetime.now(UTC) < midnight + AFTER:
        for number, learner in enumerate(class_of_three):
            made.append(submit(api, learner, attempts_path(), REFERENCE if number else EMPTY))
            made.append(submit(api, learner, days.ATTEMPTS, REFERENCE if number == 1 else EMPTY))
    assert min(made) < midnight <= max(made)
    assert one(world, "select count(*) from progress.level_attempts") == len(made)
    for wrong in (WRONG_DAYS, WRONG_LEADERBOARDS, WRONG_PARTITIONS):
        assert world.execute(wrong.encode()).fetchall() == []
    assert world.execute("select * from gamification.audit_ledger()").fetchall() == []
    both = "select array_agg(local_date order by local_date) from gamification.streak_days where user_id = %s"
    yesterday, today = (midnight - timedelta(days=1)).date(), midnight.date()
    assert {tuple(one(world, both, learner.id)) for learner in class_of_three[1:]} == {(yesterday, today)}
    with clock.moved_to(midnight + timedelta(minutes=2)):
        assert registry.load("functions.scheduled.close_periods")({}, None)["corrected_scores"] == 0


def test_the_days_challenge_changes_at_midnight(
    api: Api, world: psycopg.Connection, class_of_three: list[Caller]
) -> None:
    midnight = two_seconds_before()
    shown: list[tuple[datetime, str, datetime]] = []
    while datetime.now(UTC) < midnight + AFTER:
        sent = datetime.now(UTC)
        day = api.get("/v1/daily-challenge", class_of_three[0])
        assert day.status_code == 200, day.text
        shown.append((sent, day.json()["date"], datetime.now(UTC)))
        time.sleep(0.02)
    assert {date for _, date, _ in shown} == {(midnight - timedelta(days=1)).date().isoformat(), f"{midnight:%Y-%m-%d}"}
    assert all(f"{sent:%Y-%m-%d}" <= date <= f"{answered:%Y-%m-%d}" for sent, date, answered in shown)


def test_partitions_are_made_when_a_month_begins_and_not_before(world: psycopg.Connection) -> None:
    maintain = registry.load("functions.scheduled.maintain_partitions")
    maintain({}, None)
    midnight = two_seconds_before()
    assert maintain({}, None)["partitions"] == 0
    time.sleep((midnight - datetime.now(UTC)).total_seconds() + 0.01)
    tables = one(world, "select count(*) from platform.partitioned_tables")
    assert tables > 0
    assert maintain({}, None)["partitions"] == (tables if midnight.day == 1 else 0)
