"""GET /v1/me/dashboard, /v1/me/stats, /v1/me/xp and /v1/me/achievements."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.days import fix_day, take
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
from tests.support.scene import NOON, one

DASHBOARD, STATS, LEDGER, ACHIEVEMENTS = "/v1/me/dashboard", "/v1/me/stats", "/v1/me/xp", "/v1/me/achievements"


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """An empty world at noon of a Wednesday."""
    with clock.moved_to(NOON), beyond_policies(fresh_database, admin_url) as connection:
        yield connection


def test_a_newcomer_reads_zeros_and_nulls(api: Api, learner: Caller) -> None:
    stats = api.get(STATS, learner).json()
    assert stats.pop("updated_at")
    assert stats == {
        "total_xp": 0, "current_level": 1, "level_xp": 0, "next_level_xp": 100, "total_challenges_started": 0,
        "total_challenges_completed": 0, "total_levels_completed": 0, "total_time_spent_minutes": 0,
        "current_streak_days": 0, "longest_streak_days": 0, "last_activity_date": None, "rank": None,
        "rank_percentile": None, "skill_points": 0,
    }  # fmt: skip
    dashboard = api.get(DASHBOARD, learner).json()
    assert (dashboard["id"], dashboard["total_xp"], dashboard["rank_percentile"]) == (str(learner.id), 0, None)
    assert (dashboard["in_progress"], dashboard["recent_achievements"], dashboard["unread_notifications"]) == (
        [],
        [],
        0,
    )
    assert dashboard["track_progress"] == {"fundamentals": 0, "concepts": 0, "systems": 0}
    assert api.get(LEDGER, learner).json() == {"items": [], "next_cursor": None}


def test_stats_dashboard_ledger_and_notifications_agree(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    attempt = pass_level(api, learner)
    refresh_leaderboards()
    total = earned(attempt)
    stats, dashboard = api.get(STATS, learner).json(), api.get(DASHBOARD, learner).json()
    ledger = api.get(LEDGER, learner).json()["items"]
    assert stats["total_xp"] == dashboard["total_xp"] == sum(row["amount"] for row in ledger) == total
    assert (stats["total_levels_completed"], stats["total_challenges_started"]) == (1, 1)
    assert (stats["rank"], stats["rank_percentile"], dashboard["rank_percentile"]) == (1, 100, 100)
    assert stats["level_xp"] <= total < stats["next_level_xp"]
    assert (stats["current_streak_days"], stats["last_activity_date"]) == (1, "2026-05-06")
    assert dashboard["in_progress"] == [
        {"slug": "url-shortener", "title": "URL shortener", "levels_completed": [1], "level_count": 5}
    ]
    notifications = api.get("/v1/me/notifications", learner).json()["items"]
    assert dashboard["unread_notifications"] == len(notifications)
    achieved = {row["slug"] for row in attempt["achievements"]}
    assert dashboard["achievements_count"] == len(achieved)
    assert {row["slug"] for row in dashboard["recent_achievements"]} <= achieved


def test_percentiles_say_how_many_are_not_ahead(api: Api, world: psycopg.Connection) -> None:
    """Four learners: a tie at the top, one behind, one without XP."""
    people = [new_caller() for _ in range(4)]
    for someone, xp in zip(people, (300, 300, 100, 0), strict=True):
        api.get("/v1/me", someone)
        if xp:
            award(world, someone.id, xp, NOON)
    assert api.get(STATS, people[2]).json()["rank_percentile"] is not None  # before any rebuild
    refresh_leaderboards()
    found = [api.get(STATS, someone).json() for someone in people]
    assert [(row["rank"], row["rank_percentile"]) for row in found] == [
        (1, 100), (1, 100), (3, 33.33), (None, None),
    ]  # fmt: skip
    assert [api.get(DASHBOARD, someone).json()["rank_percentile"] for someone in people] == [100, 100, 33.33, None]


def test_a_dead_streak_reads_zero_without_a_visit(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    pass_level(api, learner)
    for days, streak in ((1, 1), (2, 0)):
        with clock.moved_to(NOON + timedelta(days=days)):
            assert api.get(STATS, learner).json()["current_streak_days"] == streak
            assert api.get(DASHBOARD, learner).json()["current_streak_days"] == streak


def test_allocated_points_leave_the_pool(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    api.get("/v1/me", learner)
    award(world, learner.id, 120, NOON)
    assert api.post("/v1/me/skills/durable-writes/points", learner, json={"points": 50}).status_code == 201
    assert api.get(STATS, learner).json()["skill_points"] == 70


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_a_walk_through_the_ledger_meets_each_row_once(
    api: Api, world: psycopg.Connection, learner: Caller, limit: int
) -> None:
    api.get("/v1/me", learner)
    for number in range(5):
        award(world, learner.id, 10 + number, NOON + timedelta(minutes=number // 2))
    rows = [row for page in walk(api, learner, LEDGER, limit=limit) for row in page]
    assert sorted(row["amount"] for row in rows) == [10, 11, 12, 13, 14]
    assert [row["created_at"] for row in rows] == sorted((row["created_at"] for row in rows), reverse=True)
    assert {row["source"]["type"] for row in rows} == {"correction"}


def test_a_row_of_the_ledger_names_its_source_as_other_routes_do(
    api: Api, world: psycopg.Connection, learner: Caller
) -> None:
    fix_day(world)
    admit(api, learner, "url-shortener")
    passed = [pass_level(api, learner, "url-shortener", level) for level in range(1, 6)]
    take(api, learner)
    imported = "select gamification.award_xp(%s, array[('import', %s, 7, 'test')::gamification.award], %s)"
    challenge = one(world, "select id::text from curriculum.challenges where ref = 'url-shortener'")
    world.execute(imported, [learner.id, challenge, NOON])
    streak = (
        "select gamification.award_xp(%s, array[('streak', '7', 15, 'A streak of 7 days')::gamification.award], %s)"
    )
    world.execute(streak, [learner.id, NOON])
    rows = [row for page in walk(api, learner, LEDGER, limit=100) for row in page]
    sources = [{name: value for name, value in row["source"].items() if value is not None} for row in rows]
    others = [source for source in sources if source["type"] != "achievement"]
    assert sorted(others, key=lambda source: (source["type"], source.get("level"))) == [
        {"type": "challenge", "challenge": "url-shortener"},
        {"type": "daily", "date": "2026-05-06"},
        {"type": "import", "challenge": "url-shortener"},
        *({"type": "level", "challenge": "url-shortener", "level": level} for level in range(1, 6)),
        {"type": "streak", "streak_days": 7},
    ]
    unlocked = {row["slug"] for row in api.get(ACHIEVEMENTS, learner).json()["items"] if row["unlocked_at"]}
    assert {source["achievement"] for source in sources if source["type"] == "achievement"} == unlocked
    assert passed[-1]["challenge_completed"]
    assert challenge not in api.get(LEDGER, learner, params={"limit": 100}).text


def test_achievements_show_how_far_the_learner_is(api: Api, learner: Caller) -> None:
    before = api.get(ACHIEVEMENTS, learner).json()["items"]
    assert {(row["unlocked_at"], row["progress"] == 100) for row in before} == {(None, False)}
    admit(api, learner, "url-shortener")
    unlocked = {row["slug"]: row["xp_reward"] for row in pass_level(api, learner)["achievements"]}
    after = api.get(ACHIEVEMENTS, learner).json()["items"]
    assert len(after) == len(before)
    assert {row["slug"]: row["xp_reward"] for row in after[: len(unlocked)]} == unlocked
    assert {row["progress"] for row in after[: len(unlocked)]} == {100}
    assert all(row["metadata"] for row in after[: len(unlocked)])
    nearest = [row["progress"] for row in after[len(unlocked) :]]
    assert nearest == sorted(nearest, reverse=True)
    assert 0 < nearest[0] < 100


def test_achievements_are_filtered(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    unlocked = {row["slug"] for row in pass_level(api, learner)["achievements"]}

    def slugs(**params: Any) -> set[str]:
        return {row["slug"] for row in api.get(ACHIEVEMENTS, learner, params=params).json()["items"]}

    assert slugs(unlocked="true") == unlocked
    assert slugs(unlocked="false") == slugs() - unlocked
    assert slugs(category="streak") < slugs()


def test_a_retired_achievement_stays_with_who_has_it(api: Api, world: psycopg.Connection, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    slug = pass_level(api, learner)["achievements"][0]["slug"]
    world.execute("update gamification.achievements set is_active = false where slug = %s", [slug])
    assert slug in {row["slug"] for row in api.get(ACHIEVEMENTS, learner).json()["items"]}
    assert slug not in {row["slug"] for row in api.get(ACHIEVEMENTS, new_caller()).json()["items"]}


@pytest.mark.parametrize(
    ("path", "params", "pointer"),
    [
        (LEDGER, {"limit": 0}, "/query/limit"),
        (LEDGER, {"cursor": "WyJ5ZXN0ZXJkYXkiLCJ4Il0"}, "/query/cursor"),
        (ACHIEVEMENTS, {"category": "sleep"}, "/query/category"),
        (ACHIEVEMENTS, {"unlocked": "perhaps"}, "/query/unlocked"),
    ],
    ids=["limit", "cursor", "category", "unlocked"],
)
def test_a_bad_parameter_is_pointed_at(
    api: Api, learner: Caller, path: str, params: dict[str, Any], pointer: str
) -> None:
    response = api.get(path, learner, params=params)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


@pytest.mark.parametrize("path", [DASHBOARD, STATS, LEDGER, ACHIEVEMENTS])
def test_nobody_reads_figures_without_a_token(api: Api, path: str) -> None:
    assert api.get(path).status_code == 401


def test_the_dashboard_may_be_kept_half_a_minute(api: Api, learner: Caller) -> None:
    response = api.get(DASHBOARD, learner)
    assert response.headers["cache-control"] == "private, no-cache"
    again = api.get(DASHBOARD, learner, headers={"if-none-match": response.headers["etag"]})
    assert again.status_code == 304


def test_a_correction_shows_in_the_ledger_with_its_reason(
    api: Api, world: psycopg.Connection, administrator: Caller, learner: Caller
) -> None:
    api.get("/v1/me", learner)
    award(world, learner.id, 100, NOON)
    correction = {"user_id": str(learner.id), "amount": -30, "reason": "counted twice", "reference": "t-1"}
    assert api.post("/v1/admin/xp-corrections", administrator, json=correction).status_code == 201
    rows = api.get(LEDGER, learner).json()["items"]
    assert sorted(row["amount"] for row in rows) == [-30, 100]
    [taken] = [row for row in rows if row["amount"] < 0]
    assert "counted twice" in taken["description"]
    assert {name: value for name, value in taken["source"].items() if value is not None} == {
        "type": "correction",
        "reference": "t-1",
    }
    assert api.get(STATS, learner).json()["total_xp"] == 70
    assert one(world, "select count(*) from gamification.xp_transactions where user_id = %s", learner.id) == 2
