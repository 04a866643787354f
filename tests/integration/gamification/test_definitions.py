"""GET /v1/achievements, POST /v1/admin/achievements and PUT /v1/admin/achievements/{slug}."""

import uuid
from typing import Any

import psycopg
import pytest

from progressive_flow.gamification.icons import files
from tests.support.api import Api, Caller, problem
from tests.support.learning import pointers, walk
from tests.support.scene import one

ADMIN = "/v1/admin/achievements"


def wanted(**changes: Any) -> dict[str, Any]:
    """Make an achievement that no learner reaches by accident, changed."""
    return {
        "slug": f"made-up-{uuid.uuid4()}",
        "name": "Made Up",
        "description": "Ten thousand active days.",
        "icon_url": files.address(files.named("achievements", "cache-hit")),
        "category": "streak",
        "rarity": "legendary",
        "xp_reward": 900,
        "criteria": {"metric": "active_days", "threshold": 10_000},
        **changes,
    }


def test_all_achievements_are_listed_once_by_category(api: Api, learner: Caller) -> None:
    rows = [row for page in walk(api, learner, "/v1/achievements", limit=20) for row in page]
    slugs = [row["slug"] for row in rows]
    assert len(slugs) == len(set(slugs)) >= 55
    places = [(row["category"], row["xp_reward"]) for row in rows]
    assert places == sorted(places)
    first = next(row for row in rows if row["slug"] == "warm-start")
    assert first == {
        "slug": "warm-start",
        "name": "Warm Start",
        "description": "Your first level passed in half the time it was given. The engine runs.",
        "icon_url": files.address(files.named("achievements", "warm-start")),
        "category": "speed",
        "rarity": "common",
        "xp_reward": 25,
        "criteria": {"metric": "fast_passes", "threshold": 1},
    }


def test_filters_narrow_the_list(api: Api, learner: Caller) -> None:
    params = {"category": "streak", "rarity": "epic", "limit": 100}
    found = api.get("/v1/achievements", learner, params=params).json()["items"]
    assert {(row["category"], row["rarity"]) for row in found} == {("streak", "epic")}
    assert {"steady-state", "long-haul"} <= {row["slug"] for row in found}


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({"category": "luck"}, "/query/category"),
        ({"rarity": "mythic"}, "/query/rarity"),
        ({"cursor": "WzFd"}, "/query/cursor"),
        ({"limit": 0}, "/query/limit"),
    ],
    ids=["category", "rarity", "cursor", "limit"],
)
def test_bad_filters_are_pointed_at(api: Api, learner: Caller, params: dict[str, Any], pointer: str) -> None:
    response = api.get("/v1/achievements", learner, params=params)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_nobody_reads_them_without_a_token(api: Api) -> None:
    assert api.get("/v1/achievements").status_code == 401


def test_an_administrator_defines_one(
    api: Api, learner: Caller, administrator: Caller, superuser: psycopg.Connection
) -> None:
    body = wanted()
    response = api.post(ADMIN, administrator, json=body)
    assert (response.status_code, response.json()) == (201, {**body, "is_active": True})
    listed = api.get("/v1/achievements", learner, params={"rarity": "legendary", "limit": 100}).json()["items"]
    assert body in listed
    conditions = superuser.execute(
        "select c.metric, c.threshold from gamification.achievement_conditions as c"
        " join gamification.achievements as a on a.id = c.achievement_id where a.slug = %s",
        [body["slug"]],
    ).fetchall()
    assert conditions == [("active_days", 10_000)]
    audit = superuser.execute(
        "select actor_id, action, detail ->> 'name' from platform.audit_log where subject_id = %s", [body["slug"]]
    ).fetchall()
    assert audit == [(administrator.id, "achievement.created", "Made Up")]


@pytest.mark.parametrize(
    "criteria",
    [
        {"metric": "levels_passed", "threshold": 50, "filter": {"level": 5}},
        {"all": [{"metric": "active_days", "threshold": 9_000}, {"metric": "perfect_scores", "threshold": 300}]},
        {
            "any": [
                {"metric": "active_days", "threshold": 9_000},
                {"all": [{"metric": "levels_passed", "threshold": 40, "filter": {"track": "systems"}}]},
            ]
        },
    ],
    ids=["condition", "all", "any"],
)
def test_criteria_come_back_as_they_were_sent(api: Api, administrator: Caller, criteria: dict[str, Any]) -> None:
    assert api.post(ADMIN, administrator, json=wanted(criteria=criteria)).json()["criteria"] == criteria


def test_a_taken_slug_is_a_conflict(api: Api, administrator: Caller, superuser: psycopg.Connection) -> None:
    problem(api.post(ADMIN, administrator, json=wanted(slug="warm-start")), 409, "slug-taken")
    assert one(superuser, "select name from gamification.achievements where slug = 'warm-start'") == "Warm Start"


def test_replacing_changes_it_and_retires_it(
    api: Api, learner: Caller, administrator: Caller, superuser: psycopg.Connection
) -> None:
    body = wanted()
    slug = body.pop("slug")
    problem(api.request("PUT", f"{ADMIN}/{slug}", administrator, json=body), 404, "not-found")
    api.post(ADMIN, administrator, json={**body, "slug": slug})
    changed = {**body, "name": "Remade", "rarity": "epic", "is_active": False}
    response = api.request("PUT", f"{ADMIN}/{slug}", administrator, json=changed)
    assert (response.status_code, response.json()) == (200, {**changed, "slug": slug})
    listed = api.get("/v1/achievements", learner, params={"category": "streak", "limit": 100}).json()["items"]
    assert slug not in {row["slug"] for row in listed}
    actions = superuser.execute(
        "select action from platform.audit_log where subject_id = %s order by id", [slug]
    ).fetchall()
    assert actions == [("achievement.created",), ("achievement.replaced",)]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"slug": "Not A Slug"}, "/body/slug"),
        ({"name": " "}, "/body/name"),
        ({"icon_url": "https://elsewhere.example/x.svg"}, "/body/icon_url"),
        ({"icon_url": "javascript:alert(1)"}, "/body/icon_url"),
        ({"category": "luck"}, "/body/category"),
        ({"rarity": None}, "/body/rarity"),
        ({"xp_reward": -1}, "/body/xp_reward"),
        ({"criteria": {}}, "/body/criteria/metric"),
        ({"criteria": []}, "/body/criteria"),
        ({"criteria": {"metric": "luck", "threshold": 1}}, "/body/criteria"),
        ({"criteria": {"metric": "best_assessment_score", "threshold": 101}}, "/body/criteria"),
        ({"criteria": {"metric": "levels_passed", "threshold": 1_000}}, "/body/criteria"),
        ({"criteria": {"metric": "levels_passed", "threshold": 62, "filter": {"level": 5}}}, "/body/criteria"),
        ({"criteria": {"metric": "active_days", "threshold": 0}}, "/body/criteria/threshold"),
        ({"criteria": {"metric": "active_days", "threshold": 1.5}}, "/body/criteria/threshold"),
        ({"criteria": {"metric": "active_days", "threshold": 1, "filter": {"track": "systems"}}}, "/body/criteria"),
        ({"criteria": {"metric": "levels_passed", "threshold": 1, "filter": {}}}, "/body/criteria/filter"),
        ({"criteria": {"metric": "levels_passed", "threshold": 1, "filter": {"track": "no-such"}}}, "/body/criteria"),
        ({"criteria": {"metric": "levels_passed", "threshold": 1, "filter": {"category": "no"}}}, "/body/criteria"),
        ({"criteria": {"all": []}}, "/body/criteria/all"),
        ({"criteria": {"all": [{"any": []}]}}, "/body/criteria/all/0/metric"),
        ({"criteria": {"any": [{"all": [{"metric": "active_days"}]}]}}, "/body/criteria/any/0/all/0/threshold"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_bad_definition_is_pointed_at_and_not_stored(
    api: Api, administrator: Caller, superuser: psycopg.Connection, changes: dict[str, Any], pointer: str
) -> None:
    body = wanted(**changes)
    response = api.post(ADMIN, administrator, json=body)
    problem(response, 422, "invalid")
    assert pointer in pointers(response)
    assert one(superuser, "select count(*) from gamification.achievements where slug = %s", body["slug"]) == 0


def test_learners_define_nothing(api: Api, learner: Caller) -> None:
    problem(api.post(ADMIN, learner, json=wanted()), 403, "forbidden")
    problem(api.request("PUT", f"{ADMIN}/warm-start", learner, json=wanted()), 403, "forbidden")
    assert api.post(ADMIN, json=wanted()).status_code == 401


def test_the_database_asks_for_the_role_itself(sql: Any, learner: Caller) -> None:
    session = sql("staff", learner.id)
    with pytest.raises(psycopg.Error) as caught:
        session.execute(
            "select gamification.save_achievement(true, 'x', 'x', 'x', null, 'speed', 'rare', 1, '{}', true)"
        )
    assert (caught.value.sqlstate, caught.value.diag.constraint_name) == ("PF403", "forbidden")
    session.rollback()
