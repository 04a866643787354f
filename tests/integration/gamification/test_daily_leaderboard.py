"""GET /v1/daily-challenge/leaderboard, and the job that aggregates it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.days import fix_day, take
from tests.support.learning import award, beyond_policies, walk
from tests.support.scene import NOON, one

PATH = "/v1/daily-challenge/leaderboard"
Score = Callable[..., Caller]


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """An empty world at noon of a Wednesday."""
    with clock.moved_to(NOON), beyond_policies(fresh_database, admin_url) as connection:
        yield connection


@pytest.fixture
def day(world: psycopg.Connection) -> UUID:
    """The daily challenge."""
    return fix_day(world)


@pytest.fixture
def score(api: Api, world: psycopg.Connection, day: UUID) -> Score:
    """Makes a learner with a name and a score, reached so many minutes after noon."""

    def make(name: str, points: float, minute: int = 0, visibility: str = "public") -> Caller:
        someone = new_caller()
        api.patch("/v1/me", someone, json={"display_name": name, "visibility": visibility})
        world.execute(
            "select gamification.record_daily_attempt(%s, %s, %s::numeric, %s, %s)",
            [someone.id, day, points, points == 100, NOON + timedelta(minutes=minute)],
        )
        return someone

    return make


def aggregate() -> dict[str, Any]:
    """Run the job; return the work done."""
    done: dict[str, Any] = registry.load("functions.scheduled.aggregate_daily_challenge")({}, None)
    return done


def shown(api: Api, caller: Caller, **params: Any) -> list[tuple[int | None, str, float]]:
    """Return a leaderboard's ranks, names and scores."""
    items = api.get(PATH, caller, params=params).json()["items"]
    return [(row["rank"], row["name"], row["score"]) for row in items]


def test_ties_share_a_rank_and_the_earlier_stands_first(api: Api, world: psycopg.Connection, score: Score) -> None:
    me = score("Ada", 80, 5)
    for name, points, minute in (("Bob", 95.5, 9), ("Cy", 81.5, 1), ("Di", 10, 0)):
        score(name, points, minute)
    assert shown(api, me) == [(None, "Bob", 90), (None, "Cy", 80), (None, "Ada", 80), (None, "Di", 10)]
    assert aggregate() == {"ranks_changed": 4}
    assert [row[:2] for row in shown(api, me)] == [(1, "Bob"), (2, "Cy"), (2, "Ada"), (4, "Di")]
    leaderboard = api.get(PATH, me).json()
    assert (leaderboard["date"], leaderboard["participants_count"]) == ("2026-05-06", 4)
    assert leaderboard["aggregated_at"].startswith("2026-05-06T12:00:")
    assert [row["name"] for row in leaderboard["items"] if row["is_me"]] == ["Ada"]
    assert {"id", "user_id"} & set(leaderboard["items"][0]) == set()
    award(world, me.id, 10, NOON)
    keys = [row["profile_key"] for row in api.get("/v1/leaderboards/all_time/xp", me).json()["items"]]
    assert keys == [row["profile_key"] for row in leaderboard["items"] if row["is_me"]]


def test_aggregating_is_idempotent_and_writes_what_changed(api: Api, world: psycopg.Connection, score: Score) -> None:
    score("Ada", 50)
    score("Bob", 60)
    assert [aggregate()["ranks_changed"] for _ in range(3)] == [2, 0, 0]
    me = score("Cy", 100)
    assert aggregate() == {"ranks_changed": 3}
    today = api.get("/v1/daily-challenge", me).json()
    assert (today["participants_count"], today["average_score"], today["mine"]["rank"]) == (3, 70, 1)


def test_yesterday_is_counted_once_more_after_midnight(world: psycopg.Connection, score: Score) -> None:
    score("Ada", 50)
    with clock.moved_to(NOON + timedelta(hours=12, minutes=1)):
        assert aggregate() == {"ranks_changed": 1}
    score("Late", 60)
    with clock.moved_to(NOON + timedelta(days=2)):
        assert aggregate() == {"ranks_changed": 0}
    assert one(world, "select participants_count from gamification.daily_challenges") == 1


def test_a_second_run_at_once_leaves(world: psycopg.Connection, score: Score) -> None:
    score("Ada", 50)
    with world.transaction():
        assert one(world, "select gamification.aggregate_daily_challenges(%s)", NOON) == 1
        assert aggregate() == {"ranks_changed": 0}
    assert one(world, "select rank from gamification.daily_challenge_attempts") == 1


def test_nobody_takes_part_yet(api: Api, world: psycopg.Connection, day: UUID, learner: Caller) -> None:
    aggregate()
    leaderboard = api.get(PATH, learner).json()
    assert (leaderboard["participants_count"], leaderboard["items"], leaderboard["next_cursor"]) == (0, [], None)
    assert one(world, "select average_score from gamification.daily_challenges") is None


def test_visibility_decides_what_others_see(api: Api, score: Score) -> None:
    me = score("Ada", 10)
    hidden, masked = score("Harriet", 30, visibility="hidden"), score("Petra", 20, visibility="pseudonym")
    aggregate()
    response = api.get(PATH, me)
    rows = response.json()["items"]
    assert [row["rank"] for row in rows] == [2, 3]
    assert rows[0]["name"].startswith("Learner ")
    assert not any(secret in response.text for secret in ("Harriet", "Petra", str(hidden.id), str(masked.id)))
    api.patch("/v1/me", me, json={"visibility": "hidden"})
    assert "Ada" not in api.get(PATH, masked).text
    assert api.get("/v1/daily-challenge", me).json()["mine"]["rank"] == 3


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_walk_meets_everybody_once(api: Api, score: Score, limit: int) -> None:
    me, *_ = [score(f"L{number}", 33.33 * (number % 3), number // 4) for number in range(8)]
    rows = [row for page in walk(api, me, PATH, limit=limit) for row in page]
    assert sorted(row["name"] for row in rows) == [f"L{number}" for number in range(8)]
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_a_past_day_is_asked_for_by_its_date(api: Api, score: Score) -> None:
    me = score("Ada", 50)
    with clock.moved_to(NOON + timedelta(days=3)):
        assert shown(api, me, date="2026-05-06") == [(None, "Ada", 50)]
        problem(api.get(PATH, me), 404, "not-found")
        problem(api.get(PATH, me, params={"date": "2020-01-01"}), 404, "not-found")


def test_an_attempt_reaches_the_leaderboard_with_its_answer(api: Api, day: UUID, learner: Caller) -> None:
    api.patch("/v1/me", learner, json={"display_name": "Ada"})
    take(api, learner)
    assert shown(api, learner) == [(None, "Ada", 100)]
    tag = api.get(PATH, learner).headers["etag"]
    assert api.get(PATH, learner, headers={"if-none-match": tag}).status_code == 304
