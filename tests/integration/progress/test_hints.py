"""GET and POST /v1/challenges/{slug}/levels/{level}/hints."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from tests.support.api import Api, Caller, problem
from tests.support.grading import unpublish
from tests.support.learning import admit, beyond_policies, count, pass_level, pointers
from tests.support.scene import NOON

PATH = "/v1/challenges/url-shortener/levels/1/hints"


@pytest.fixture
def admitted(api: Api, learner: Caller) -> Caller:
    """A learner for whom url-shortener is open: its first level pays 30 and has hints for 3, 5 and 8."""
    return admit(api, learner, "url-shortener")


def reveal(api: Api, learner: Caller, number: int | None = None, path: str = PATH) -> dict[str, Any]:
    """Reveal a hint; return it."""
    if number is None:  # the next one
        number = sum(row["revealed"] for row in api.get(path, learner).json()["items"]) + 1
    response = api.post(path, learner, json={"hint_number": number})
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


def test_the_list_shows_prices_and_no_text(api: Api, admitted: Caller) -> None:
    hints = api.get(PATH, admitted).json()
    assert [(row["hint_number"], row["hint"], row["xp_penalty"]) for row in hints["items"]] == [
        (1, None, 3), (2, None, 5), (3, None, 8),
    ]  # fmt: skip
    assert (hints["xp_reward"], hints["xp_after_penalties"]) == (30, 30)


def test_hints_come_in_order_and_show_the_next_price(api: Api, admitted: Caller) -> None:
    first = reveal(api, admitted)
    assert (first["hint_number"], first["xp_penalty"], first["next_penalty"]) == (1, 3, 5)
    assert first["newly_revealed"]
    assert first["hint"]
    assert first["hint_count"] == 3
    second, third = reveal(api, admitted, 2), reveal(api, admitted)
    assert (second["next_penalty"], third["hint_number"], third["next_penalty"]) == (8, 3, None)
    listed = api.get(PATH, admitted).json()
    assert [row["hint"] for row in listed["items"]] == [first["hint"], second["hint"], third["hint"]]
    assert listed["xp_after_penalties"] == 14


def test_one_revealed_before_is_shown_again_for_nothing(
    api: Api, admitted: Caller, superuser: psycopg.Connection
) -> None:
    first = reveal(api, admitted, 1)
    again = reveal(api, admitted, 1)
    assert again == {**first, "newly_revealed": False}
    assert count(superuser, "progress.hint_usage", admitted.id) == 1
    assert api.get(PATH, admitted).json()["xp_after_penalties"] == 27


def test_the_list_shows_the_text_of_revealed_ones_only(api: Api, admitted: Caller) -> None:
    first = reveal(api, admitted)
    response = api.get(PATH, admitted)
    assert [row["revealed"] for row in response.json()["items"]] == [True, False, False]
    assert first["hint"] in response.text
    assert "client, load_balancer" not in response.text


def test_the_first_pass_pays_less(api: Api, admitted: Caller) -> None:
    reveal(api, admitted)
    reveal(api, admitted)
    attempt = pass_level(api, admitted)
    assert (attempt["xp_earned"], attempt["hints_used"]) == (22, 2)
    assert pass_level(api, admitted)["xp_earned"] == 0


def test_a_quarter_of_the_reward_always_remains(
    api: Api, fresh_database: dict[str, str], admin_url: str, learner: Caller
) -> None:
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute(
            "update curriculum.challenge_levels as l set xp_reward = 30, hints = %s from curriculum.challenges as c"
            " where c.id = l.challenge_id and c.slug = 'url-shortener' and l.level_number = 1",
            ['[{"text": "all", "xp_penalty": 500}]'],
        )
    admit(api, learner, "url-shortener")
    reveal(api, learner)
    assert api.get(PATH, learner).json()["xp_after_penalties"] == 8  # 7.5, rounded up
    assert pass_level(api, learner)["xp_earned"] == 8


def test_hints_are_free_after_passing(api: Api, admitted: Caller) -> None:
    paid = pass_level(api, admitted)["xp_earned"]
    assert [row["xp_penalty"] for row in api.get(PATH, admitted).json()["items"]] == [0, 0, 0]
    hint = reveal(api, admitted)
    assert (paid, hint["xp_penalty"], hint["next_penalty"]) == (30, 0, 0)
    assert [reveal(api, admitted)["next_penalty"] for _ in range(2)] == [0, None]
    assert api.get("/v1/me/stats", admitted).json()["total_xp"] >= 30


def test_a_hint_after_the_pass_leaves_a_closed_leaderboard_as_it_is(
    api: Api, learner: Caller, fresh_database: dict[str, str]
) -> None:
    def closed_day() -> dict[str, Any]:
        leaderboard: dict[str, Any] = api.get(
            "/v1/leaderboards/daily/xp", learner, params={"date": "2026-05-06"}
        ).json()
        return leaderboard

    with clock.moved_to(NOON):
        admit(api, learner, "url-shortener")
        pass_level(api, learner)
    with clock.moved_to(NOON + timedelta(hours=12, minutes=2)):
        registry.load("functions.scheduled.close_periods")({}, None)
        before, ledger = closed_day(), api.get("/v1/me/xp", learner).json()
        assert (before["closed_at"] is not None, before["items"][0]["is_me"]) == (True, True)
        assert reveal(api, learner)["xp_penalty"] == 0
        registry.load("functions.scheduled.close_periods")({}, None)
        assert (closed_day(), api.get("/v1/me/xp", learner).json()) == (before, ledger)


def test_one_too_many_and_one_too_early_are_refused(api: Api, admitted: Caller, superuser: psycopg.Connection) -> None:
    problem(api.post(PATH, admitted, json={"hint_number": 2}), 409, "hint-out-of-order")
    problem(api.post(PATH, admitted, json={"hint_number": 4}), 409, "no-more-hints")
    assert count(superuser, "progress.hint_usage", admitted.id) == 0
    for _ in range(3):
        reveal(api, admitted)
    problem(api.post(PATH, admitted, json={"hint_number": 4}), 409, "no-more-hints")
    assert reveal(api, admitted, 3)["newly_revealed"] is False


def test_a_locked_challenge_says_what_is_missing(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    document = problem(api.post(PATH, learner, json={"hint_number": 1}), 403, "locked")
    assert {row["challenge"] for row in document["missing"]} == {"caching-basics", "capacity-estimation"}
    assert count(superuser, "progress.hint_usage", learner.id) == 0
    assert [row["hint"] for row in api.get(PATH, learner).json()["items"]] == [None] * 3


def test_a_level_is_locked_until_the_one_before_is_passed(api: Api, admitted: Caller) -> None:
    second = PATH.replace("levels/1", "levels/2")
    document = problem(api.post(second, admitted, json={"hint_number": 1}), 403, "level-locked")
    assert [(row["challenge"], row["level"]) for row in document["missing"]] == [("url-shortener", 1)]
    pass_level(api, admitted)
    assert reveal(api, admitted, path=second)["xp_penalty"] == 4


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        (PATH.replace("url-shortener", "nothing"), 404, "not-found"),
        (PATH.replace("levels/1", "levels/6"), 422, "invalid"),
        (PATH.replace("url-shortener", "NO"), 422, "invalid"),
    ],
    ids=["challenge", "level", "slug"],
)
def test_there_are_none_of_what_is_not_there(api: Api, admitted: Caller, path: str, status: int, kind: str) -> None:
    problem(api.get(path, admitted), status, kind)
    problem(api.post(path, admitted, json={"hint_number": 1}), status, kind)


def test_there_are_none_of_a_level_that_is_not_published(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    admit(api, learner, "url-shortener")
    with beyond_policies(fresh_database, admin_url) as connection:
        unpublish(connection, "url-shortener", above=1)
    path = PATH.replace("levels/1", "levels/2")
    problem(api.get(path, learner), 404, "not-found")
    problem(api.post(path, learner, json={"hint_number": 1}), 404, "level-not-published")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"hint_number": 0}, "/body/hint_number"),
        ({"hint_number": 21}, "/body/hint_number"),
        ({"hint_number": 1, "xp": 1}, "/body/xp"),
        ({}, "/body/hint_number"),
    ],
    ids=["zero", "twenty-one", "unknown", "none"],
)
def test_a_bad_body_is_pointed_at(api: Api, admitted: Caller, body: dict[str, int], pointer: str) -> None:
    response = api.post(PATH, admitted, json=body)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_nobody_reads_hints_without_a_token(api: Api) -> None:
    assert (api.get(PATH).status_code, api.post(PATH, json={"hint_number": 1}).status_code) == (401, 401)
