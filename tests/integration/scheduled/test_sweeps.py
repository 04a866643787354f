"""The sweeps: achievements that no attempt noticed, challenges just published, dashboards; in slices, gone on with."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from types import ModuleType
from typing import Any
from uuid import UUID

import psycopg
import pytest

from progressive_flow.gamification.dashboard import repository as dashboard_repository
from progressive_flow.gamification.dashboard import service as dashboard
from progressive_flow.kernel import clock
from progressive_flow.kernel.database.bulk_write import PUBLIC
from progressive_flow.kernel.declarations import registry
from progressive_flow.learning.jobs import reconciliation
from progressive_flow.learning.jobs import repository as jobs_repository
from progressive_flow.learning.jobs import service as jobs
from tests.support.learning import award, beyond_policies
from tests.support.scene import make_challenge, make_user, one
from tests.support.tenants import join, make_tenant

LEARNERS = 5
SCHEMAS = {"sweep_achievements": "learning", "refresh_dashboards": "gamification"}
# After whatever the template holds was loaded, since a round looks at everybody once content changed.
BASE = datetime.combine(datetime.now(UTC), time(12), tzinfo=UTC) + timedelta(days=30)


@pytest.fixture
def world(
    fresh_database: dict[str, str], admin_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection]:
    """Five learners on a streak whose achievement nobody noticed, and slices of two."""
    monkeypatch.setattr(jobs, "SLICE", 2)
    monkeypatch.setattr(dashboard, "SLICE", 2)
    with beyond_policies(fresh_database, admin_url) as connection:
        for _ in range(LEARNERS):
            user = make_user(connection, BASE)
            for day in range(3):
                connection.execute("select gamification.record_activity(%s, %s)", [user, BASE + timedelta(days=day)])
            award(connection, user, 100, BASE)
        yield connection


def ignore(share: float) -> None:
    """Take a task's report and do nothing with it."""
    assert 0 <= share <= 1


def sweep(seconds: float = 60, hours: float = 0) -> dict[str, int]:
    """Sweep for achievements."""
    with clock.moved_to(BASE + timedelta(days=2, hours=1 + hours)):
        return jobs.sweep_achievements(seconds)


def dashboards(seconds: float = 60, hours: float = 0) -> dict[str, int]:
    """Rebuild the dashboards."""
    with clock.moved_to(BASE + timedelta(days=2, hours=1 + hours)):
        return dashboard.refresh_dashboards(seconds)


def awarded(world: psycopg.Connection) -> int:
    """Return how many achievements there are."""
    found: int = one(world, "select count(*) from gamification.user_achievements where unlocked_at is not null")
    return found


@pytest.mark.parametrize("job", ["sweep_achievements", "refresh_dashboards"])
def test_the_jobs_report_the_work_they_did(world: psycopg.Connection, job: str) -> None:
    with clock.moved_to(BASE + timedelta(days=2, hours=1)):
        first = registry.load(f"functions.scheduled.{job}")({}, None)
    assert first["learners"] == LEARNERS
    assert first["done"] == 1
    assert first.get("awarded", first.get("written")) >= LEARNERS


def test_a_second_sweep_awards_nothing(world: psycopg.Connection) -> None:
    first = sweep()
    assert (first["learners"], first["awarded"]) == (LEARNERS, awarded(world))
    before = ledger(world)
    assert sweep(hours=3)["awarded"] == 0
    assert ledger(world) == before
    assert world.execute("select * from gamification.audit_ledger()").fetchall() == []


def ledger(world: psycopg.Connection) -> tuple[int, int]:
    """Return how many payments and notifications there are."""
    query = "select count(*) from {}"
    return one(world, query.format("gamification.xp_transactions")), one(world, query.format("social.notifications"))


def test_a_later_round_looks_at_who_changed(world: psycopg.Connection) -> None:
    sweep()
    assert sweep(hours=3)["learners"] == LEARNERS  # the first round's own awards
    assert sweep(hours=5)["learners"] == 0
    someone = one(world, "select user_id from gamification.user_stats order by user_id limit 1")
    award(world, someone, 5, BASE + timedelta(days=2, hours=7))
    assert sweep(hours=7)["learners"] == 1
    world.execute("update gamification.achievements set updated_at = %s", [BASE + timedelta(days=2, hours=9)])
    assert sweep(hours=9)["learners"] == LEARNERS


@pytest.mark.parametrize("job", [sweep, dashboards], ids=["achievements", "dashboards"])
def test_short_runs_go_on_where_the_last_one_stopped(
    world: psycopg.Connection, job: Callable[..., dict[str, int]]
) -> None:
    runs = [job(seconds=-1) for _ in range(3)]
    assert [(run["learners"], run["done"]) for run in runs] == [(2, 0), (2, 0), (1, 1)]


@pytest.mark.parametrize(
    ("job", "repository", "call"),
    [
        (sweep, jobs_repository, "sweep_achievements"),
        (dashboards, dashboard_repository, "refresh_dashboards"),
    ],
    ids=["achievements", "dashboards"],
)
def test_a_run_that_dies_loses_one_slice_at_most(
    world: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
    job: Callable[..., dict[str, int]],
    repository: ModuleType,
    call: str,
) -> None:
    real: Callable[..., Any] = getattr(repository, call)
    slices: list[Any] = []

    def dies(*arguments: Any) -> Any:
        slices.append(real(*arguments))
        if len(slices) == 2:
            raise ConnectionError("power cut")
        return slices[-1]

    monkeypatch.setattr(repository, call, dies)
    with pytest.raises(ConnectionError):
        job()
    rest = job()
    assert (rest["learners"], rest["done"]) == (LEARNERS - 2, 1)
    assert one(world, "select count(*) from gamification.user_stats") == LEARNERS
    assert world.execute("select * from gamification.audit_ledger()").fetchall() == []


@pytest.mark.parametrize("job", ["sweep_achievements", "refresh_dashboards"])
def test_a_second_run_at_once_leaves(world: psycopg.Connection, fresh_database: dict[str, str], job: str) -> None:
    with world.transaction():
        learners = one(world, f"select s.learners from {SCHEMAS[job]}.{job}(10, %s) as s", BASE)
        assert learners == LEARNERS
        with psycopg.connect(fresh_database["scheduler"], autocommit=True) as other:
            row = other.execute(f"select s.learners, s.done from {SCHEMAS[job]}.{job}(10, %s) as s".encode(), [BASE])
            assert row.fetchone() == (0, True)


def test_all_jobs_at_once_disturb_nobody(world: psycopg.Connection, fresh_database: dict[str, str]) -> None:
    """Two of each, each on a connection of its own, in a few rounds."""
    calls = [
        "select learning.sweep_achievements(1, %s)",
        "select gamification.refresh_dashboards(1, %s)",
        "select learning.remind_streaks(%s)",
        "select gamification.aggregate_daily_challenges(%s)",
    ] * 2
    failures: list[Exception] = []

    def run(query: str) -> None:
        try:
            with psycopg.connect(fresh_database["scheduler"], autocommit=True) as connection:
                for number in range(10):
                    connection.execute(query.encode(), [BASE + timedelta(days=2, hours=number)])
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=partial(run, query)) for query in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert world.execute("select * from gamification.audit_ledger()").fetchall() == []
    once = "select count(*), count(distinct (user_id, achievement_id)) from gamification.user_achievements"
    row = world.execute(once).fetchone()
    assert row
    assert row[0] == row[1] > 0


def test_what_was_published_is_unlocked_and_notified_once(world: psycopg.Connection) -> None:
    sweep()
    challenge = make_challenge(world, "brand-new")
    payload = {"organization_id": PUBLIC}
    assert reconciliation.reconcile(payload, ignore, seconds=60)["unlocked"] == LEARNERS
    assert reconciliation.reconcile(payload, ignore, seconds=60)["unlocked"] == 0
    notified = "select count(*) from social.notifications where type = 'challenge_unlock' and source = %s"
    assert one(world, notified, str(challenge)) == LEARNERS


def test_a_publication_makes_the_sweep_look_at_nobody(world: psycopg.Connection) -> None:
    sweep()
    sweep(hours=2)
    assert sweep(hours=4)["learners"] == 0
    challenge = make_challenge(world, "brand-new")
    with world.transaction():
        world.execute("set local session_replication_role = replica")  # versions are immutable otherwise
        world.execute(
            "update content.challenge_versions set published_at = %s where challenge_id = %s",
            [BASE + timedelta(days=2, hours=6), challenge],
        )
    assert sweep(hours=6)["learners"] == 0


def test_a_changed_achievement_makes_the_sweep_look_at_its_organization_alone(world: psycopg.Connection) -> None:
    tenant = make_tenant(world)
    join(world, tenant.id, one(world, "select user_id from gamification.user_stats limit 1"))
    sweep()
    sweep(hours=2)
    at = BASE + timedelta(days=2, hours=4)
    world.execute("update gamification.achievements set updated_at = %s where organization_id = %s", [at, tenant.id])
    assert sweep(hours=4)["learners"] == 1
    world.execute("update gamification.achievements set updated_at = %s", [at + timedelta(hours=2)])
    assert sweep(hours=6)["learners"] == LEARNERS


def summary(world: psycopg.Connection, user: UUID) -> tuple[Any, ...]:
    """Return what is stored of a learner's dashboard."""
    row = world.execute(
        "select d.total_xp, d.current_streak_days, p.current_streak_days, s.current_streak_days, d.refreshed_at"
        " from gamification.user_dashboard_summary as d"
        " inner join identity.public_profiles as p using (user_id) inner join gamification.user_stats as s using (user_id)"
        " where user_id = %s",
        [user],
    ).fetchone()
    assert row
    return row


def test_dashboards_are_rebuilt_where_something_changed(world: psycopg.Connection) -> None:
    someone: UUID = one(world, "select user_id from gamification.user_stats order by user_id limit 1")
    assert dashboards()["written"] == LEARNERS
    assert summary(world, someone)[:4] == (100, 3, 3, 3)
    assert dashboards(hours=1)["written"] == 0
    award(world, someone, 5, BASE + timedelta(days=2))
    assert dashboards(hours=2)["written"] == 1
    assert summary(world, someone)[0] == 105


def test_the_streak_of_who_stayed_away_ends_in_what_is_stored(world: psycopg.Connection) -> None:
    someone: UUID = one(world, "select user_id from gamification.user_stats order by user_id limit 1")
    dashboards()
    assert dashboards(hours=60)["written"] == LEARNERS
    assert summary(world, someone)[1:4] == (0, 0, 0)
