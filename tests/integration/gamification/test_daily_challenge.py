"""GET /v1/daily-challenge, POST /v1/daily-challenge/attempts and GET /v1/daily-challenges."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.gamification.daily import service as daily
from progressive_flow.gamification.daily.models import DayToGrade
from progressive_flow.kernel import clock
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations import registry
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.content import EMPTY, reference_design
from tests.support.days import ATTEMPTS, fix_day, take
from tests.support.learning import admit, attempts_path, beyond_policies, count, pass_level, pointers, walk
from tests.support.scene import NOON, one

TODAY, PAST = "/v1/daily-challenge", "/v1/daily-challenges"


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """An empty world at noon of a Wednesday."""
    with clock.moved_to(NOON), beyond_policies(fresh_database, admin_url) as connection:
        yield connection


def test_before_the_job_ran_there_is_none(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    problem(api.get(TODAY, learner), 404, "no-daily-challenge")
    problem(api.post(ATTEMPTS, learner, json={"kind": "system_design", "design": EMPTY}), 404, "no-daily-challenge")
    problem(api.get(f"{TODAY}/leaderboard", learner), 404, "not-found")
    assert registry.load("functions.scheduled.open_daily_challenge")({}, None) == {"opened": 2}
    assert api.get(TODAY, learner).status_code == 200


def test_the_day_shows_the_level_at_the_days_load(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    fix_day(world)
    day = api.get(TODAY, learner).json()
    assert (day["date"], day["challenge"], day["level"], day["level_name"]) == (
        "2026-05-06", "url-shortener", 1, "Connectivity",
    )  # fmt: skip
    assert (day["difficulty_modifier"], day["requirements"]["load"]) == (1.2, 1.2)
    assert (day["xp_multiplier"], day["bonus_xp"], day["closes_at"]) == (2.0, 30, "2026-05-07T00:00:00Z")
    assert (day["participants_count"], day["average_score"], day["mine"]) == (0, None, None)
    assert "stores-do-not-call" not in {test["id"] for test in day["test_cases"]}
    assert all("hidden" not in test for test in day["test_cases"])


def test_the_days_tests_say_in_words_what_they_ask_at_its_load(
    api: Api, world: psycopg.Connection, learner: Caller
) -> None:
    fix_day(world, level=2)
    day = api.get(TODAY, learner).json()
    level = api.get("/v1/challenges/url-shortener/levels/2", learner).json()
    goals = {test["id"]: test["goal"] for test in level["test_cases"]}
    of_the_day = {test["id"]: test["goal"] for test in day["test_cases"]}
    rate = 12_000
    assert goals["follows-served"] == f"All follow requests are served at {rate:,}/s"
    assert of_the_day["follows-served"] == f"All follow requests are served at {1.2 * rate:,.0f}/s"
    assert of_the_day["links-fit"] == goals["links-fit"]


def test_after_the_last_level_the_day_comes_next_until_it_is_passed(
    api: Api, world: psycopg.Connection, learner: Caller
) -> None:
    fix_day(world)
    *_, last = [pass_level(api, learner, "static-website", level) for level in range(1, 6)]
    again = pass_level(api, learner, "static-website", 5)["next"]
    assert last["next"]["reason"] in {"unlocked", "daily"}
    assert (again["reason"], again["challenge"], again["level"]) == ("daily", "url-shortener", 1)
    assert again["message"] == "Today's challenge, level 1 of URL shortener, pays 30 XP on top."
    assert take(api, learner, EMPTY)["next"] == {
        "reason": "retry",
        "challenge": None,
        "level": None,
        "suggestion_price": None,
        "message": "Change your design by the feedback, and submit it again.",
    }
    assert take(api, learner)["next"]["reason"] == "recommendations"
    assert pass_level(api, learner, "static-website", 5)["next"]["reason"] == "recommendations"


def test_special_requirements_are_merged_and_graded(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    fix_day(world)
    special = "update gamification.daily_challenges set special_requirements = %s"
    world.execute(special, ['{"load": 2, "allowed_types": ["client"]}'])
    requirements = api.get(TODAY, learner).json()["requirements"]
    assert (requirements["load"], requirements["allowed_types"]) == (2.4, ["client"])
    assert requirements["workload"]
    refused = api.post(ATTEMPTS, learner, json={"kind": "system_design", "design": reference_design("url-shortener")})
    assert "is not available on this level" in problem(refused, 422, "invalid")["errors"][0]["message"]


def test_it_is_open_to_everybody_whatever_they_passed(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    """The challenge is locked for a newcomer, and so is level 2 of it."""
    fix_day(world, level=2, modifier=1.0)
    assert not api.get("/v1/challenges/url-shortener", learner).json()["unlocked"]
    attempt = take(api, learner)
    assert (attempt["level"], attempt["passed"], attempt["xp_earned"], attempt["daily_bonus_xp"]) == (2, True, 45, 45)
    shown = api.get("/v1/challenges/url-shortener", learner).json()
    assert (shown["unlocked"], shown["levels_completed"]) == (True, [2])


def test_what_was_passed_as_the_daily_challenge_is_open_the_ordinary_way(
    api: Api, world: psycopg.Connection, learner: Caller
) -> None:
    fix_day(world, level=2, modifier=1.0)
    take(api, learner)
    level = "/v1/challenges/url-shortener/levels"
    assert [api.get(f"{level}/{number}", learner).json()["unlocked"] for number in (1, 2, 3, 4)] == [
        True,
        True,
        True,
        False,
    ]
    body = {"kind": "system_design", "design": reference_design("url-shortener")}
    assert api.post(f"{level}/2/attempts", learner, json=body).json()["passed"]
    problem(api.post(f"{level}/4/attempts", learner, json=body), 403, "level-locked")
    assert api.get("/v1/challenges/url-shortener", learner).json()["levels_completed"] == [2]


@pytest.mark.parametrize(("multiplier", "bonus"), [(1.0, 0), (1.5, 15), (2.0, 30), (2.25, 38), (3.0, 60)], ids=str)
def test_the_bonus_is_the_reward_times_the_multiplier_less_one(
    api: Api, world: psycopg.Connection, learner: Caller, multiplier: float, bonus: int
) -> None:
    fix_day(world, multiplier=multiplier)
    assert api.get(TODAY, learner).json()["bonus_xp"] == bonus
    assert take(api, learner)["daily_bonus_xp"] == bonus


def test_the_bonus_is_paid_once_even_if_the_level_was_passed_before(
    api: Api, world: psycopg.Connection, learner: Caller
) -> None:
    fix_day(world)
    admit(api, learner, "url-shortener")
    assert pass_level(api, learner)["daily_bonus_xp"] == 0  # the level as such is not the day's
    first, second = take(api, learner), take(api, learner)
    assert (first["xp_earned"], first["daily_bonus_xp"], first["first_pass"]) == (0, 30, False)
    assert (second["xp_earned"], second["daily_bonus_xp"]) == (0, 0)
    ledger = api.get("/v1/me/xp", learner).json()["items"]
    [paid] = [row for row in ledger if row["source"]["type"] == "daily"]
    assert (paid["amount"], paid["description"]) == (30, "Challenge of 6 May: URL shortener, level 1")
    assert api.get("/v1/me/stats", learner).json()["total_xp"] == sum(row["amount"] for row in ledger)


def test_a_pass_of_the_day_is_a_pass_of_the_level(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    fix_day(world)
    first = take(api, learner)
    assert (first["xp_earned"], first["daily_bonus_xp"], first["first_pass"]) == (30, 30, True)
    assert pass_level(api, learner)["xp_earned"] == 0
    listed = api.get(attempts_path(), learner).json()["items"]
    assert [row["attempt_number"] for row in listed] == [2, 1]
    assert api.get("/v1/me/streak", learner).json()["active_today"]


def test_the_best_attempt_counts(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    fix_day(world)
    take(api, learner, EMPTY)
    worst = api.get(TODAY, learner).json()["mine"]
    assert (worst["score"], worst["passed"], worst["attempts"], worst["xp_earned"]) == (0, False, 1, 0)
    assert "completed_at" not in worst
    assert worst["submitted_at"].startswith("2026-05-06T12:00")
    take(api, learner)
    best = api.get(TODAY, learner).json()["mine"]
    assert (best["score"], best["passed"], best["attempts"], best["xp_earned"]) == (100, True, 2, 30)
    take(api, learner, EMPTY)
    take(api, learner)
    assert api.get(TODAY, learner).json()["mine"] == {**best, "attempts": 4}
    assert count(world, "gamification.daily_challenge_attempts", learner.id) == 1
    assert count(world, "progress.level_attempts", learner.id) == 4


def test_the_dashboard_shows_it(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    assert api.get("/v1/me/dashboard", learner).json()["daily_challenge"] is None
    fix_day(world)
    today = {"challenge": "url-shortener", "title": "URL shortener", "level": 1, "passed": False}
    assert api.get("/v1/me/dashboard", learner).json()["daily_challenge"] == today
    take(api, learner)
    assert api.get("/v1/me/dashboard", learner).json()["daily_challenge"] == {**today, "passed": True}


def test_midnight_utc_ends_it(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    fix_day(world)
    with clock.moved_to(NOON.replace(hour=23, minute=59)):
        assert take(api, learner)["daily_bonus_xp"] == 30
    with clock.moved_to(NOON + timedelta(hours=12)):
        problem(api.get(TODAY, learner), 404, "no-daily-challenge")
        problem(api.post(ATTEMPTS, learner, json={"kind": "system_design", "design": EMPTY}), 404, "no-daily-challenge")
        [row] = api.get(PAST, learner).json()["items"]
    assert (row["date"], row["mine"]["score"]) == ("2026-05-06", 100)


def test_an_attempt_that_midnight_overtakes_counts_on_the_day_it_came(
    api: Api, world: psycopg.Connection, learner: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One clock a request: the day that was asked for, counted and shown, is that of its first instant."""
    fix_day(world)
    midnight, look = NOON + timedelta(hours=12), daily.day_to_grade
    instants = [
        midnight - timedelta(milliseconds=100)
    ]  # the clock stands still, so that no delay passes midnight early

    def until_after_midnight(db: Transaction) -> DayToGrade:
        day = look(db)
        instants.append(midnight + timedelta(milliseconds=200))
        return day

    monkeypatch.setattr(daily, "day_to_grade", until_after_midnight)
    monkeypatch.setattr(clock, "now", lambda: instants[-1])
    attempt = take(api, learner)
    shown = api.get(f"/v1/attempts/{attempt['id']}", learner).json()
    assert (attempt["daily_bonus_xp"], shown["created_at"][:10]) == (30, "2026-05-06")
    [row] = api.get(PAST, learner).json()["items"]
    assert (row["date"], row["mine"]["score"]) == ("2026-05-06", 100)
    paid = "select bool_and(created_at < %s) from gamification.xp_transactions where user_id = %s"
    assert one(world, paid, midnight, learner.id)


def test_one_key_makes_one_attempt(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    fix_day(world)
    body, headers = {"kind": "system_design", "design": reference_design("url-shortener")}, {"idempotency-key": "once"}
    first, again = (api.post(ATTEMPTS, learner, json=body, headers=headers) for _ in range(2))
    assert first.headers["location"] == f"/v1/attempts/{first.json()['id']}"
    assert again.json() == first.json()
    assert count(world, "progress.level_attempts", learner.id) == 1
    shown = api.get(first.headers["location"], learner).json()
    assert (shown["score"], shown["xp_earned"]) == (100, 60)


def test_past_days_are_walked_newest_first_without_what_is_to_come(
    api: Api, world: psycopg.Connection, learner: Caller
) -> None:
    for days in range(-5, 2):
        fix_day(world, at=NOON + timedelta(days=days))
    with clock.moved_to(NOON - timedelta(days=2)):
        take(api, learner)
    rows = [row for page in walk(api, learner, PAST, limit=2) for row in page]
    assert [row["date"] for row in rows] == [f"2026-05-0{day}" for day in (5, 4, 3, 2, 1)]
    assert [row["mine"] is not None for row in rows] == [False, True, False, False, False]
    assert [row["mine"] for row in api.get(PAST, new_caller()).json()["items"]] == [None] * 5


@pytest.mark.parametrize(
    ("method", "path", "options", "pointer"),
    [
        ("POST", ATTEMPTS, {"json": {"kind": "system_design", "design": EMPTY, "score": 100}}, "/body/score"),
        ("POST", ATTEMPTS, {"json": {"kind": "system_design"}}, "/body/design"),
        ("GET", PAST, {"params": {"limit": 101}}, "/query/limit"),
        ("GET", PAST, {"params": {"cursor": "WyJ5ZXN0ZXJkYXkiXQ"}}, "/query/cursor"),
        ("GET", f"{TODAY}/leaderboard", {"params": {"date": "6 May"}}, "/query/date"),
        ("GET", f"{TODAY}/leaderboard", {"params": {"cursor": "WzEsMiwzXQ"}}, "/query/cursor"),
    ],
    ids=["score", "design", "limit", "past-cursor", "date", "leaderboard-cursor"],
)
def test_a_bad_value_is_pointed_at(
    api: Api, learner: Caller, method: str, path: str, options: dict[str, Any], pointer: str
) -> None:
    response = api.request(method, path, learner, **options)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_nobody_takes_part_without_a_token(api: Api) -> None:
    paths = (("GET", TODAY), ("POST", ATTEMPTS), ("GET", PAST), ("GET", f"{TODAY}/leaderboard"))
    assert [api.request(*path).status_code for path in paths] == [401] * 4


def test_attempts_never_touch_the_row_that_learners_share(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    fix_day(world)
    version = "select xmin::text from gamification.daily_challenges"
    before = one(world, version)
    take(api, learner)
    assert one(world, version) == before
