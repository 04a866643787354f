"""GET /v1/leaderboards/{period}/{metric}/me."""

from collections.abc import Iterator

import psycopg
import pytest

from progressive_flow.gamification.leaderboards.service import percentile
from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.learning import award, beyond_policies, pointers, refresh_leaderboards
from tests.support.scene import NOON

PATH = "/v1/leaderboards/all_time/xp/me"


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """An empty world at noon of a Wednesday."""
    with clock.moved_to(NOON), beyond_policies(fresh_database, admin_url) as connection:
        yield connection


@pytest.fixture
def ladder(api: Api, world: psycopg.Connection) -> list[Caller]:
    """Six learners, best first: 60, 50, 40, 40, 20 and 10 XP."""
    people = [new_caller() for _ in range(6)]
    for someone, xp in zip(people, (60, 50, 40, 40, 20, 10), strict=True):
        api.patch("/v1/me", someone, json={"display_name": f"L{people.index(someone)}"})
        award(world, someone.id, xp, NOON)
    refresh_leaderboards()
    return people


@pytest.mark.parametrize(
    ("place", "rank", "value", "share"),
    [(0, 1, 60, 100.0), (1, 2, 50, 83.33), (2, 3, 40, 66.67), (3, 3, 40, 66.67), (4, 5, 20, 33.33), (5, 6, 10, 16.67)],
)
def test_rank_value_and_percentile(
    api: Api, ladder: list[Caller], place: int, rank: int, value: int, share: float
) -> None:
    mine = api.get(PATH, ladder[place]).json()
    assert (mine["rank"], mine["value"], mine["rank_percentile"]) == (rank, value, share)
    assert mine["participants"] == 6


@pytest.mark.parametrize(
    ("place", "neighbours", "values"),
    [
        (0, 2, [60, 50, 40]),
        (5, 2, [40, 20, 10]),
        (1, 1, [60, 50, 40]),
        (4, 0, [20]),
        (4, 25, [60, 50, 40, 40, 20, 10]),
    ],
)
def test_neighbours_at_the_edges_and_between(
    api: Api, ladder: list[Caller], place: int, neighbours: int, values: list[int]
) -> None:
    around = api.get(PATH, ladder[place], params={"neighbours": neighbours}).json()["neighbours"]
    assert [row["value"] for row in around] == values
    assert [row["name"] for row in around if row["is_me"]] == [f"L{place}"]


def test_tied_learners_are_each_others_neighbours(api: Api, ladder: list[Caller]) -> None:
    for place, other in ((2, 3), (3, 2)):
        around = api.get(PATH, ladder[place], params={"neighbours": 1}).json()["neighbours"]
        assert len(around) == 3
        assert f"L{other}" in {row["name"] for row in around}


def test_who_hides_is_not_shown_to_others_but_sees_the_own_place(api: Api, ladder: list[Caller]) -> None:
    api.patch("/v1/me", ladder[1], json={"visibility": "hidden"})
    seen = api.get(PATH, ladder[0], params={"neighbours": 1}).json()["neighbours"]
    assert [row["value"] for row in seen] == [60]
    own = api.get(PATH, ladder[1], params={"neighbours": 1}).json()
    assert (own["rank"], own["value"]) == (2, 50)
    mine = own["neighbours"][1]
    assert (mine["value"], mine["name"], mine["level"], mine["is_me"]) == (50, "L1", 1, True)
    assert mine["profile_key"] == str(ladder[1].id)
    assert str(ladder[1].id) not in api.get(PATH, ladder[0], params={"neighbours": 25}).text


def test_who_hides_sees_their_username_where_they_chose_no_name(api: Api, ladder: list[Caller]) -> None:
    me = api.patch("/v1/me", ladder[1], json={"visibility": "hidden", "display_name": None}).json()
    own = api.get(PATH, ladder[1], params={"neighbours": 0}).json()["neighbours"]
    assert [row["name"] for row in own] == [me["username"]]


def test_who_is_on_no_leaderboard_has_no_rank(api: Api, ladder: list[Caller], learner: Caller) -> None:
    mine = api.get(PATH, learner).json()
    assert (mine["rank"], mine["value"], mine["rank_percentile"]) == (None, None, None)
    assert (mine["neighbours"], mine["participants"]) == ([], 6)
    assert mine["refreshed_at"].startswith("2026-05-06T12:00:")


def test_a_score_newer_than_the_ranks_has_a_place_at_once(
    api: Api, world: psycopg.Connection, ladder: list[Caller], learner: Caller
) -> None:
    api.get("/v1/me", learner)
    award(world, learner.id, 30, NOON)
    mine = api.get(PATH, learner).json()
    assert (mine["rank"], mine["value"]) == (5, 30)
    award(world, learner.id, 70, NOON)
    assert (api.get(PATH, learner).json()["rank"], api.get(PATH, learner).json()["rank_percentile"]) == (1, 100.0)


@pytest.mark.parametrize("neighbours", ["-1", "26", "many", "1.5"])
def test_a_bad_number_of_neighbours_is_pointed_at(api: Api, learner: Caller, neighbours: str) -> None:
    response = api.get(PATH, learner, params={"neighbours": neighbours})
    problem(response, 422, "invalid")
    assert pointers(response) == ["/query/neighbours"]


@pytest.mark.parametrize(
    ("rank", "participants", "share"),
    [(1, 1, 100.0), (2, 2, 50.0), (1000, 1000, 0.1), (1, 10**6, 100.0), (10**6, 10**6, 0.0)],
)
def test_percentile(rank: int, participants: int, share: float) -> None:
    assert percentile(rank, participants) == share


def test_it_is_sent_only_when_it_changed(api: Api, learner: Caller) -> None:
    tag = api.get(PATH, learner).headers["etag"]
    assert api.get(PATH, learner, headers={"if-none-match": tag}).status_code == 304
    assert api.get(PATH, learner, params={"neighbours": 3}, headers={"if-none-match": '"x"'}).status_code == 200
