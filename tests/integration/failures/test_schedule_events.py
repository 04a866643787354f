"""The clock's events come twice, at once and hours late: every job does its work once, and nobody is paid twice."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import psycopg
import pytest
from psycopg import sql

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.jobs import Job
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow_local import fingerprint_queries, scheduler
from tests.support import cases, cluster, connections, copies
from tests.support.api import Api
from tests.support.cases import EVENING
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies, superuser_url
from tests.support.scene import one

HERE = {
    Capability.DATABASE_AS_SCHEDULER,
    Capability.DATABASE_AS_MIGRATOR,
    Capability.TASKS,
    Capability.OUTBOX,
    Capability.ARCHIVE,
}  # what has a stand-in
JOBS = [job for job in registry.jobs() if HERE.issuperset(job.schedule.capabilities)]
LATE = timedelta(hours=5)
# What records the runs themselves, and the columns that say when a run last looked.
OF_EACH_RUN = {"platform.job_cursors", "gamification.ledger_audits"}
LOOKED = ["refreshed_at", "aggregated_at"]
ROWS = "select count(*), sum(hashtextextended((to_jsonb(t) - %s::text[])::text, 0)) from {} as t"

State = dict[str, Any]


@pytest.fixture(scope="module")
def lived(admin_url: str, api: Api) -> Iterator[str]:
    """The name of a database in which a class has lived through three days."""
    urls = cluster.clone(admin_url)
    before = cluster.use(urls)
    populated = copies.populate(urls, admin_url, api)
    with beyond_policies(urls, admin_url) as connection:
        connection.execute("select platform.ensure_partitions(0, %s)", [copies.MONDAY])
        learners = connection.execute("select id from identity.users where id <> %s", [populated.learner.id]).fetchall()
        # one of them was given what no ledger knows of, so as to have a row in every table
        made_up = connection.execute("select distinct user_id from gamification.audit_ledger()").fetchall()
        assert len(made_up) == 1 < len(learners)
    cluster.restore(before)
    yield urls["migrator"].rpartition("/")[2]
    cluster.drop(admin_url, urls)


@pytest.fixture
def url(lived: str, admin_url: str, clouds: Clouds, database: dict[str, str]) -> Iterator[str]:
    """A superuser's URL of a copy that the platform uses meanwhile."""
    name = f"again_{uuid.uuid4().hex}"
    with psycopg.connect(admin_url, autocommit=True) as connection:
        cluster.copy(connection, name, lived)
    urls = cluster.urls(admin_url, name)
    before = cluster.use(urls)
    trust_the_moved_clock(superuser_url(urls, admin_url))
    yield superuser_url(urls, admin_url)
    cluster.restore(before)
    cluster.drop(admin_url, urls)


def trust_the_moved_clock(url: str) -> None:
    """Let a month be dropped that is old enough by the moved clock: the server's own, which also has to agree, stays."""
    with psycopg.connect(url) as connection:
        function = one(connection, "select pg_get_functiondef('platform.drop_archived'::regproc)")
        assert function.count("least(p_at, now())") == 1
        connection.execute(function.replace("least(p_at, now())", "p_at").encode())


def state(connection: psycopg.Connection) -> State:
    """Return how many rows each table has, and a checksum of them."""
    tables = connection.execute(fingerprint_queries.TABLES.encode()).fetchall()
    return {
        table: connection.execute(sql.SQL(ROWS).format(sql.Identifier(*names)), [LOOKED]).fetchone()
        for table, *names in tables
        if table not in OF_EACH_RUN
    }


def check_sums(url: str) -> None:
    """Check that nobody was paid twice, and that whatever is kept agrees with the ledger."""
    with psycopg.connect(url) as connection:
        differing = "select count(distinct user_id) from gamification.audit_ledger()"
        assert one(connection, differing) == 1, "the one made up with differences, see above"
        twice = "select count(*) - count(distinct (user_id, source_type, source_id)) from gamification.xp_transactions"
        assert one(connection, twice) == 0


def test_only_jobs_without_a_stand_in_are_left_out() -> None:
    assert len(JOBS) >= 13


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.schedule.name)
def test_events_that_come_twice_or_late_find_nothing_left_to_do(url: str, job: Job) -> None:
    case = cases.of_job(job.schedule.name)
    due = case.due
    event = partial(job, scheduler.event(job.schedule.name, due), None)
    with psycopg.connect(
        url, autocommit=True
    ) as connection:  # one, since each new one has to read PostgreSQL's catalog again
        before = state(connection)
        with clock.moved_to(due):
            connections.at_once([event, event])
        first = state(connection)
        assert first != before or case.idle, "there was work"
        for later in (timedelta(), LATE, LATE + timedelta(seconds=30)):
            with clock.moved_to(due + later):
                event()
            if later != LATE:  # hours later there may be new work, which the repetition finds done
                assert state(connection) == first
            first = state(connection)
    check_sums(url)


def run(name: str, at: datetime) -> Any:
    """Run a job at an instant."""
    with clock.moved_to(at):
        return registry.load(f"functions.scheduled.{name}")({}, None)


def ask(url: str, query: str, *params: Any) -> Any:
    """Return one value."""
    with psycopg.connect(url) as connection:
        return one(connection, query, *params)


def test_nights_that_were_missed_are_closed_by_the_next_run(url: str) -> None:
    done = run("close_periods", datetime(2026, 6, 1, 9, 30, tzinfo=UTC))
    assert (done["corrected_scores"], done["left"]) == (0, 0)
    open_still = (
        "select count(*) from gamification.leaderboards where closed_at is null and participants > 0"
        " and gamification.period_end(period_type, period_date) < '2026-06-01'"
    )
    assert ask(url, open_still) == 0
    closed = "select count(*) from gamification.leaderboards where closed_at::date = '2026-06-01' and period_type = %s"
    assert [ask(url, closed, period) > 0 for period in ("daily", "weekly", "monthly")] == [True] * 3


def test_days_without_a_run_are_followed_by_one_with_its_challenge(url: str) -> None:
    at = EVENING + timedelta(days=7)
    there = "select count(*) from gamification.daily_challenges where date in (%s, %s)"
    days = (at.date(), at.date() + timedelta(days=1))
    assert ask(url, there, *days) == 0
    assert run("open_daily_challenge", at)["opened"] == 2
    assert ask(url, there, *days) == 2


def test_a_late_reminder_comes_within_the_evening_or_not_at_all(url: str) -> None:
    """Whose evening it is at 20:05 and at 21:05 was not reminded before; whose evening is over is left in peace."""
    reminders = "select count(*) from social.notifications where type = 'streak_reminder'"
    assert run("remind_streaks", EVENING + timedelta(hours=2))["reminded"] > 0
    reminded = ask(url, reminders)
    assert run("remind_streaks", EVENING + timedelta(hours=2, minutes=10))["reminded"] == 0
    assert ask(url, reminders) == reminded
    late = (
        "select count(*) from social.notifications as n where n.type = 'streak_reminder'"
        " and extract(hour from n.created_at at time zone identity.zone_at(n.user_id, n.created_at)) not between 18 and 21"
    )
    assert ask(url, late) == 0
