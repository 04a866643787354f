"""GET /v1/leaderboards/{period}/{metric}."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.learning import (
    admit,
    award,
    beyond_policies,
    earned,
    pass_level,
    pointers,
    refresh_leaderboards,
    walk,
)
from tests.support.scene import NOON

PATH = "/v1/leaderboards/all_time/xp"
Score = Callable[..., Caller]


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """An empty world at noon of a Wednesday."""
    with clock.moved_to(NOON), beyond_policies(fresh_database, admin_url) as connection:
        yield connection


@pytest.fixture
def score(api: Api, world: psycopg.Connection) -> Score:
    """Makes a learner with a name and so much XP."""

    def make(name: str, xp: int, visibility: str = "public", at: Any = NOON) -> Caller:
        someone = new_caller()
        api.patch("/v1/me", someone, json={"display_name": name, "visibility": visibility})
        if xp:
            award(world, someone.id, xp, at)
        return someone

    return make


def shown(api: Api, caller: Caller, path: str = PATH) -> list[tuple[int, str, int]]:
    """Return a leaderboard's ranks, names and values."""
    return [(row["rank"], row["name"], row["value"]) for row in api.get(path, caller).json()["items"]]


def test_ties_share_a_rank_and_the_next_is_skipped(api: Api, score: Score) -> None:
    me = score("Ada", 300)
    for name, xp in (("Bob", 500), ("Cy", 300), ("Di", 100), ("Ed", 0)):
        score(name, xp)
    refresh_leaderboards()
    rows = shown(api, me)
    assert sorted(rows) == [(1, "Bob", 500), (2, "Ada", 300), (2, "Cy", 300), (4, "Di", 100)]
    assert [row[0] for row in rows] == [1, 2, 2, 4]
    leaderboard = api.get(PATH, me).json()
    assert leaderboard["participants"] == 4
    assert [row["name"] for row in leaderboard["items"] if row["is_me"]] == ["Ada"]
    assert "user_id" not in leaderboard["items"][0]


def test_an_empty_period_reads_empty(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    dates = {"daily": "2026-05-06", "weekly": "2026-05-04", "monthly": "2026-05-01", "all_time": None}
    for period, date in dates.items():
        for metric in ("xp", "challenges", "streak"):
            leaderboard = api.get(f"/v1/leaderboards/{period}/{metric}", learner).json()
            assert leaderboard == {
                "period": period, "metric": metric, "period_date": date, "participants": 0, "refreshed_at": None,
                "closed_at": None, "items": [], "next_cursor": None,
            }  # fmt: skip


def test_a_period_counts_what_fell_into_it(api: Api, score: Score) -> None:
    me = score("Today", 10)
    score("Monday", 20, at=NOON - timedelta(days=2))
    score("Sunday", 30, at=NOON - timedelta(days=3))
    score("April", 40, at=NOON - timedelta(days=20))
    names = {
        period: [row[1] for row in shown(api, me, f"/v1/leaderboards/{period}/xp")]
        for period in ("daily", "weekly", "monthly", "all_time")
    }
    assert names == {
        "daily": ["Today"],
        "weekly": ["Monday", "Today"],
        "monthly": ["Sunday", "Monday", "Today"],
        "all_time": ["April", "Sunday", "Monday", "Today"],
    }
    with clock.moved_to(NOON + timedelta(days=1)):
        assert shown(api, me, "/v1/leaderboards/daily/xp") == []


def test_it_says_how_fresh_it_is(api: Api, score: Score) -> None:
    me = score("Ada", 10)
    assert api.get(PATH, me).json()["refreshed_at"] is None
    assert refresh_leaderboards() >= 12
    first = api.get(PATH, me).json()
    assert first["refreshed_at"].startswith("2026-05-06T12:00:")
    score("Bob", 20)
    late = api.get(PATH, me).json()
    assert [row["value"] for row in late["items"]] == [20, 10]  # values are current
    assert (late["participants"], late["refreshed_at"]) == (1, first["refreshed_at"])
    with clock.moved_to(NOON + timedelta(minutes=5)):
        refresh_leaderboards()
        again = api.get(PATH, me).json()
    assert [row["rank"] for row in again["items"]] == [1, 2]
    assert again["participants"] == 2
    assert again["refreshed_at"].startswith("2026-05-06T12:05:")


def test_visibility_decides_what_others_see(api: Api, score: Score) -> None:
    me = score("Ada", 10)
    hidden, masked = score("Harriet", 30, "hidden"), score("Petra", 20, "pseudonym")
    changed = api.patch("/v1/me", masked, json={"avatar_url": "https://secure.gravatar.com/petra.png"})
    assert changed.status_code == 200, changed.text
    refresh_leaderboards()
    response = api.get(PATH, me)
    rows = response.json()["items"]
    assert [row["rank"] for row in rows] == [2, 3]
    assert rows[0]["name"].startswith("Learner ")
    assert rows[0]["avatar_url"] is None
    for secret in ("Harriet", "Petra", "petra.png", str(hidden.id), str(masked.id)):
        assert secret not in response.text
    api.patch("/v1/me", hidden, json={"visibility": "public"})
    api.patch("/v1/me", masked, json={"visibility": "public"})
    assert [row[1] for row in shown(api, me)] == ["Harriet", "Petra", "Ada"]
    api.patch("/v1/me", hidden, json={"visibility": "hidden"})
    assert [row[1] for row in shown(api, me)] == ["Petra", "Ada"]


def test_learners_of_one_name_differ_by_key_on_every_leaderboard(api: Api, score: Score) -> None:
    me, _ = score("Ada", 300), score("Ada", 300)
    lists = [api.get(PATH, me), api.get("/v1/leaderboards/daily/xp", me)]
    keys = [{row["profile_key"]: row["is_me"] for row in response.json()["items"]} for response in lists]
    assert sorted(keys[0].values()) == [False, True]
    assert keys[0] == keys[1]
    neighbours = api.get(PATH + "/me", me).json()["neighbours"]
    assert {row["profile_key"]: row["is_me"] for row in neighbours} == keys[0]


def test_a_key_does_not_lead_from_a_name_to_a_pseudonym(api: Api, score: Score) -> None:
    me, ada = score("Bob", 10), score("Ada", 20)

    def key() -> str:
        found: str = api.get(PATH, me).json()["items"][0]["profile_key"]
        return found

    first = key()
    assert first != str(ada.id)
    api.patch("/v1/me", ada, json={"display_name": "Ada L.", "username": f"ada-{ada.id.hex}"})
    assert key() == first, "it stays while the visibility does"
    keys = [first]
    for visibility in ("pseudonym", "public", "hidden", "pseudonym"):
        api.patch("/v1/me", ada, json={"visibility": visibility})
        keys.append(key())
    assert len(set(keys)) == 5


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_a_walk_meets_everybody_once(api: Api, score: Score, limit: int) -> None:
    me, *_ = [score(f"L{number}", 10 * (1 + number % 3)) for number in range(7)]
    score("Hidden", 25, "hidden")
    refresh_leaderboards()
    rows = [row for page in walk(api, me, PATH, limit=limit) for row in page]
    assert sorted(row["name"] for row in rows) == [f"L{number}" for number in range(7)]
    assert [row["value"] for row in rows] == sorted((row["value"] for row in rows), reverse=True)


def test_attempts_reach_the_leaderboard_with_their_answer(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    attempt = pass_level(api, learner)
    leaderboard = api.get("/v1/leaderboards/daily/xp", learner).json()
    assert [(row["value"], row["is_me"], row["level"]) for row in leaderboard["items"]] == [
        (earned(attempt), True, attempt["current_level"])
    ]


@pytest.mark.parametrize(
    ("path", "params", "pointer"),
    [
        ("/v1/leaderboards/yearly/xp", {}, "/path/period"),
        ("/v1/leaderboards/daily/gold", {}, "/path/metric"),
        ("/v1/leaderboards/DAILY/xp", {}, "/path/period"),
        (PATH, {"limit": 0}, "/query/limit"),
        (PATH, {"limit": 101}, "/query/limit"),
        (PATH, {"cursor": "garbage"}, "/query/cursor"),
        (PATH, {"cursor": "WzEsMl0"}, "/query/cursor"),  # a place in the list of challenges
        (PATH, {"cursor": "WzkyMjMzNzIwMzY4NTQ3NzU4MDgsIngiXQ"}, "/query/cursor"),  # beyond bigint
    ],
)
def test_a_bad_parameter_is_pointed_at(
    api: Api, learner: Caller, path: str, params: dict[str, Any], pointer: str
) -> None:
    response = api.get(path, learner, params=params)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_it_may_be_cached_ten_seconds_and_is_sent_only_when_it_changed(api: Api, score: Score) -> None:
    me = score("Ada", 10)
    response = api.get(PATH, me)
    assert response.headers["cache-control"] == "private, no-cache"
    tag = response.headers["etag"]
    assert api.get(PATH, me, headers={"if-none-match": tag}).status_code == 304
    score("Bob", 20)
    assert api.get(PATH, me, headers={"if-none-match": tag}).status_code == 200
