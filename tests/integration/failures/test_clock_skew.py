"""Functions whose clocks differ by minutes, as requests of one learner meet them: nothing is lost, paid twice or locked."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import ATTEMPTS
from tests.support.api import Api, Caller
from tests.support.content import reference_design
from tests.support.learning import admit, attempts_path, beyond_policies
from tests.support.scene import one

SKEW = timedelta(minutes=4)
SECOND = timedelta(seconds=1)
MIDNIGHT = datetime(2027, 5, 6, tzinfo=UTC)  # a Thursday's
MONDAY = datetime(2027, 5, 10, tzinfo=UTC)
KEY = {"idempotency-key": "once"}
BODY = {"kind": "system_design", "design": reference_design("url-shortener")}
EMPTY = {"kind": "system_design", "design": {"schema": "sd-graph/1", "nodes": [], "edges": []}}
# Around an instant, by a clock ahead, one behind, one ahead again and the database's own; never in order.
TURNS = (SECOND + SKEW, SECOND - SKEW, SKEW, -SKEW, SECOND, -SECOND)


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """A world without others, seen past every policy."""
    with beyond_policies(fresh_database, admin_url) as connection:
        yield connection


@pytest.fixture
def admitted(api: Api, world: psycopg.Connection, learner: Caller, monkeypatch: pytest.MonkeyPatch) -> Caller:
    """A learner for whom the challenge is open long since, and who is not held up by any limit."""
    for bucket in ("ATTEMPTS", "WRITES"):
        monkeypatch.setenv(f"RATE_LIMIT_{bucket}", "100000/3600")
    with clock.moved_to(MIDNIGHT - timedelta(days=10)):
        return admit(api, learner, "url-shortener")


def submit(api: Api, learner: Caller, at: datetime, body: dict[str, Any] = BODY, **options: Any) -> Any:
    """Submit to a function whose clock says so."""
    with clock.moved_to(at):
        return api.post(attempts_path(), learner, json=body, **options)


def check_sums(world: psycopg.Connection, learner: Caller, attempts: int) -> None:
    """Check that everything is there once, and that what is kept of it agrees."""
    assert world.execute("select * from gamification.audit_ledger()").fetchall() == []
    numbers = "select array_agg(attempt_number order by attempt_number) from progress.level_attempts where user_id = %s"
    assert one(world, numbers, learner.id) == list(range(1, attempts + 1))
    paid = (
        "select count(*), count(distinct (source_type, source_id)) from gamification.xp_transactions where user_id = %s"
    )
    rows, awards = world.execute(paid, [learner.id]).fetchone() or (0, 1)
    assert rows == awards
    assert one(world, "select count(*) from gamification.xp_transactions where source_type = 'level'") == 1


def check_leaderboards(world: psycopg.Connection, user: UUID) -> None:
    """Check that each leaderboard holds what the ledger says of its period."""
    leaderboards = (
        "select s.period_type, s.period_date, s.metric_value, t.metric_value from gamification.leaderboard_scores as s"
        " left join lateral gamification.recomputed_scores(s.metric_type, s.period_type, s.period_date) as t"
        " on t.user_id = s.user_id"
        " where s.user_id = %s and s.scope_type = 'global' and s.period_type <> 'all_time'"
    )
    rows = world.execute(leaderboards, [user]).fetchall()
    assert rows
    assert [row for row in rows if row[2] != row[3]] == []


def streak_days(world: psycopg.Connection, user: UUID) -> list[date]:
    """Return the learner's active days in the order in which they were written."""
    query = "select local_date from gamification.streak_days where user_id = %s and kind = 'active' order by ctid"
    return [row[0] for row in world.execute(query, [user])]


@pytest.mark.parametrize("around", [MIDNIGHT, MONDAY], ids=["midnight", "the week's end"])
def test_attempts_out_of_order_around_midnight_are_all_kept_and_paid_once(
    api: Api, world: psycopg.Connection, admitted: Caller, around: datetime
) -> None:
    numbers = [submit(api, admitted, around + turn).json()["attempt_number"] for turn in TURNS]
    assert numbers == list(range(1, len(TURNS) + 1))
    check_sums(world, admitted, len(TURNS))
    check_leaderboards(world, admitted.id)
    days = streak_days(world, admitted.id)
    assert days == sorted(set(days)), "days do not go back"
    with clock.moved_to(around + SKEW):
        closed = registry.load("functions.scheduled.close_periods")({}, None)
    assert closed["corrected_scores"] == 0
    submit(api, admitted, around - SECOND, EMPTY)
    check_leaderboards(world, admitted.id)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "Pacific/Kiritimati"])
def test_around_the_learners_own_midnight_days_do_not_go_back(
    api: Api, world: psycopg.Connection, admitted: Caller, zone: str
) -> None:
    world.execute("update identity.users set time_zone = %s", [zone])
    midnight: datetime = one(world, "select timestamp '2027-05-06' at time zone %s", zone)
    streaks = [submit(api, admitted, midnight + turn).json()["streak_days"] for turn in (SECOND - SKEW, *TURNS)]
    days = streak_days(world, admitted.id)
    assert days == [date(2027, 5, 5), date(2027, 5, 6)]
    assert streaks == sorted(streaks)
    local = "select local_date from progress.level_attempts where user_id = %s order by attempt_number"
    dates = [row[0] for row in world.execute(local, [admitted.id])]
    assert dates == sorted(dates)
    check_sums(world, admitted, len(TURNS) + 1)


def test_one_key_by_two_clocks_is_one_attempt(api: Api, world: psycopg.Connection, admitted: Caller) -> None:
    first = submit(api, admitted, MIDNIGHT + SKEW, headers=KEY)
    again = submit(api, admitted, MIDNIGHT - SKEW, headers=KEY)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    check_sums(world, admitted, 1)


def test_a_key_lives_its_day_by_the_slowest_clock(api: Api, world: psycopg.Connection, admitted: Caller) -> None:
    """Written by a clock that is behind, purged by one that is ahead, and asked for in time by the one between."""
    submit(api, admitted, MIDNIGHT - SKEW, headers=KEY)
    end = MIDNIGHT + timedelta(hours=24)
    with clock.moved_to(end + SKEW):
        registry.load("functions.scheduled.purge_keys")({}, None)
    again = submit(api, admitted, end - SKEW - SECOND * 30, headers=KEY)
    assert again.headers["idempotency-replayed"] == "true"
    check_sums(world, admitted, 1)
    with clock.moved_to(end + timedelta(hours=2)):
        assert registry.load("functions.scheduled.purge_keys")({}, None)["idempotency_keys"] == 1


@pytest.fixture
def ask(api: Api, admitted: Caller, monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], Any]:
    """Submit by a clock that stands: a limit is exact, and how long the machine takes is no part of it."""

    def at(instant: datetime) -> Any:
        monkeypatch.setattr(clock, "now", lambda: instant)
        return api.post(attempts_path(), admitted, json=EMPTY)

    return at


def test_nobody_is_locked_out_for_longer_than_the_skew(
    ask: Callable[[datetime], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_LIMIT_ATTEMPTS", "2/60")
    window = timedelta(seconds=ATTEMPTS.seconds)
    assert [ask(MIDNIGHT + SKEW).status_code for _ in range(3)] == [201, 201, 429]
    refused = ask(MIDNIGHT)
    wait = timedelta(seconds=int(refused.headers["retry-after"]))
    assert refused.status_code == 429
    assert wait <= SKEW + window
    assert ask(MIDNIGHT + wait - SECOND).status_code == 429
    assert ask(MIDNIGHT + wait).status_code == 201, "it says when"


def test_a_clock_behind_gives_nobody_more_than_the_limit(
    ask: Callable[[datetime], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_LIMIT_ATTEMPTS", "4/600")
    assert sum(ask(at).status_code == 201 for at in [MIDNIGHT, MIDNIGHT - SKEW] * 6) == 4


def test_a_session_has_no_negative_time(api: Api, world: psycopg.Connection, admitted: Caller) -> None:
    body = {"session_type": "challenge", "resource_id": "url-shortener"}
    for at in (MIDNIGHT + SKEW, MIDNIGHT - SKEW):
        with clock.moved_to(at):
            begun = api.post("/v1/learning-sessions", admitted, json=body)
            assert begun.status_code == 201, begun.text
            session = f"/v1/learning-sessions/{begun.json()['id']}"
        for state, moment in (("active", at - SKEW), ("ended", at - SKEW - SECOND)):
            with clock.moved_to(moment):
                assert api.patch(session, admitted, json={"state": state}).status_code == 200
    times = "select count(*), min(active_seconds), bool_and(end_time >= start_time) from progress.learning_sessions"
    assert world.execute(times).fetchone() == (2, 0, True)
