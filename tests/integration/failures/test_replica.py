"""A real standby: it answers what is declared as reads alone, refuses writes with 503, and takes over."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psycopg
import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Capability, Route
from progressive_flow.kernel.principal import PLATFORM_ADMIN
from progressive_flow_local.postgres import Server
from tests.support import standbys
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.content import reference_design
from tests.support.days import take
from tests.support.learning import admit, attempts_path, pass_level, refresh_leaderboards
from tests.support.scene import one
from tests.support.wire import connected_to

READS = [
    endpoint.route for endpoint in registry.endpoints() if Capability.DATABASE_READS in endpoint.route.capabilities
]
PLACES = {"slug": "url-shortener", "period": "daily", "metric": "xp"}


class Two(NamedTuple):
    """A primary, its standby, and somebody who has learned on the primary."""

    primary: Server
    standby: Server
    learner: Caller


@pytest.fixture(scope="module")
def two(api: Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """The platform on a primary, with rows on every leaderboard."""
    folder = tmp_path_factory.mktemp("servers")
    with ExitStack() as stack:
        primary = stack.enter_context(standbys.prepared(folder / "primary"))
        standby = stack.enter_context(standbys.following(primary, folder / "standby"))
        learner = live(api)
        standbys.catch_up(primary, standby)
        yield Two(primary, standby, learner)


def live(api: Api) -> Caller:
    """Let somebody pass a level and the daily challenge, and a night pass."""
    learner = admit(api, new_caller(), "url-shortener")
    pass_level(api, learner)
    day = api.get("/v1/daily-challenge", learner).json()
    take(api, learner, reference_design(day["challenge"]))
    refresh_leaderboards()
    registry.load("functions.scheduled.aggregate_daily_challenge")({}, None)
    with clock.moved_to(clock.now().replace(hour=23) + timedelta(hours=2)):
        registry.load("functions.scheduled.close_periods")({}, None)
    return learner


def ask(api: Api, route: Route, caller: Caller) -> tuple[int, Any]:
    """Read a route as somebody."""
    answer = api.get(route.path.format(**PLACES), caller)
    return answer.status_code, answer.json()


def caller_of(route: Route, learner: Caller) -> Caller:
    """Return the learner, as an administrator where only those may ask."""
    return Caller(learner.id, (PLATFORM_ADMIN,)) if route.permission else learner


def test_there_are_reads_for_a_replica() -> None:
    assert len(READS) >= 5
    assert {route.method for route in READS} == {"GET"}


@pytest.mark.parametrize("route", READS, ids=lambda route: route.name)
def test_a_standby_answers_as_the_primary_does(api: Api, two: Two, route: Route) -> None:
    caller = caller_of(route, two.learner)
    standbys.catch_up(two.primary, two.standby)
    expected = ask(api, route, caller)
    assert expected[0] == 200
    assert expected[1].get("items", True), "an empty leaderboard proves nothing"
    with connected_to(standbys.urls(two.standby)):
        assert ask(api, route, caller) == expected


@pytest.mark.parametrize("route", READS, ids=lambda route: route.name)
def test_somebody_new_is_answered_and_not_made(api: Api, two: Two, route: Route) -> None:
    caller = caller_of(route, new_caller())
    with connected_to(standbys.urls(two.standby)):
        assert ask(api, route, caller)[0] == 200
    with psycopg.connect(standbys.admin_url(two.primary)) as connection:
        assert one(connection, "select count(*) from identity.users where id = %s", caller.id) == 0


def test_what_is_written_on_the_primary_is_read_on_the_standby(api: Api, two: Two) -> None:
    path = "/v1/leaderboards/all_time/xp"
    other = admit(api, new_caller(), "url-shortener")
    pass_level(api, other)
    refresh_leaderboards()
    standbys.catch_up(two.primary, two.standby)
    with connected_to(standbys.urls(two.standby)):
        assert any(row["is_me"] for row in api.get(path, other).json()["items"])


def test_a_write_that_reaches_a_standby_is_503_until_it_takes_over(
    api: Api, two: Two, tmp_path: Path, learner: Caller
) -> None:
    """The failover: one follower more, so that the others' standby stays one."""
    admit(api, learner, "url-shortener")
    with standbys.following(two.primary, tmp_path / "next") as standby:
        standbys.catch_up(two.primary, standby)
        with connected_to(standbys.urls(standby)):
            refused = submit(api, learner)
            assert "nothing was changed" in problem(refused, 503, "unavailable")["detail"]
            assert refused.headers["retry-after"] == "1"
            with psycopg.connect(standby.admin_url, autocommit=True) as connection:
                assert one(connection, "select pg_promote(true, 60)")
            again = submit(api, learner)
            assert (again.status_code, again.json()["attempt_number"]) == (201, 1)


def submit(api: Api, learner: Caller) -> httpx.Response:
    """Submit with the one key."""
    body = {"kind": "system_design", "design": reference_design("url-shortener")}
    return api.post(attempts_path(), learner, json=body, headers={"idempotency-key": "once"})
