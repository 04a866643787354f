"""GET /v1/skills, GET /v1/me/skills and POST /v1/me/skills/{slug}/points."""

from typing import Any

import psycopg
import pytest

from progressive_flow.gamification.icons import files
from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, problem
from tests.support.learning import award, beyond_policies, count, footprint, pointers
from tests.support.scene import one


def points(slug: str) -> str:
    """Return where points for a skill go."""
    return f"/v1/me/skills/{slug}/points"


def my_skill(api: Api, learner: Caller, slug: str) -> dict[str, Any]:
    """Return one skill of the learner's tree."""
    branches = api.get("/v1/me/skills", learner).json()["branches"]
    found: dict[str, Any] = next(skill for branch in branches for skill in branch["skills"] if skill["slug"] == slug)
    return found


@pytest.fixture
def rich(api: Api, learner: Caller, database: dict[str, str], admin_url: str) -> Caller:
    """A learner with 1,000 XP."""
    api.get("/v1/me", learner)
    with beyond_policies(database, admin_url) as connection:
        award(connection, learner.id, 1_000, clock.now())
    return learner


def test_the_tree_has_five_branches_with_roots_first(api: Api, learner: Caller) -> None:
    branches = api.get("/v1/skills", learner).json()["branches"]
    assert {"storage", "networking", "scaling", "reliability", "data-flow"} <= {branch["branch"] for branch in branches}
    skills = {skill["slug"]: skill for branch in branches for skill in branch["skills"]}
    assert len(skills) >= 36
    assert skills["durable-writes"]["parent"] is None
    assert skills["distributed-locking"]["prerequisites"] == ["consensus", "transaction-isolation"]
    for skill in skills.values():
        assert skill["parent"] is None or skill["parent"] in skill["prerequisites"]
        assert set(skill["prerequisites"]) <= set(skills)


def test_a_newcomer_has_roots_open_and_no_points(api: Api, learner: Caller) -> None:
    answer = api.get("/v1/me/skills", learner).json()
    assert answer["pool"] == {"earned": 0, "allocated": 0, "available": 0, "overdrawn": 0}
    root, leaf = my_skill(api, learner, "durable-writes"), my_skill(api, learner, "consensus")
    assert (root["unlocked"], root["affordable"], root["missing"], root["current_level"]) == (True, False, [], 0)
    assert (leaf["unlocked"], leaf["affordable"], leaf["missing"]) == (
        False,
        False,
        [{"challenge": None, "level": None, "skill": "replication-lag", "title": "Replication Lag"}],
    )


def test_points_make_levels(api: Api, rich: Caller, superuser: psycopg.Connection) -> None:
    assert my_skill(api, rich, "durable-writes")["affordable"]
    first = api.post(points("durable-writes"), rich, json={"points": 49})
    assert first.status_code == 201
    assert first.json() == {
        "slug": "durable-writes",
        "current_level": 0,
        "points_allocated": 49,
        "unlocked_at": None,
        "mastered_at": None,
        "pool": {"earned": 1_000, "allocated": 49, "available": 951, "overdrawn": 0},
        "achievements": [],
    }
    second = api.post(points("durable-writes"), rich, json={"points": 1}).json()
    assert (second["current_level"], second["mastered_at"]) == (1, None)
    assert second["unlocked_at"]
    third = api.post(points("durable-writes"), rich, json={"points": 100}).json()
    assert (third["current_level"], third["points_allocated"]) == (3, 150)
    assert third["unlocked_at"] == second["unlocked_at"]
    assert third["mastered_at"] > second["unlocked_at"]
    shown = my_skill(api, rich, "durable-writes")
    assert (shown["current_level"], shown["affordable"], shown["mastered_at"]) == (3, False, third["mastered_at"])
    assert my_skill(api, rich, "data-modelling")["affordable"]
    topics = superuser.execute(
        "select topic from platform.outbox where user_id = %s and topic like 'skill%%' order by id", [rich.id]
    ).fetchall()
    assert topics == [("skill.unlocked",), ("skill.mastered",)]


def test_a_locked_skill_says_what_is_missing(api: Api, rich: Caller, superuser: psycopg.Connection) -> None:
    before = footprint(superuser, rich.id)
    refused = problem(api.post(points("distributed-locking"), rich, json={"points": 1}), 403, "skill-locked")
    assert refused["missing"] == [
        {"challenge": None, "level": None, "skill": "consensus", "title": "Consensus"},
        {"challenge": None, "level": None, "skill": "transaction-isolation", "title": "Transaction Isolation"},
    ]
    branches = api.get("/v1/me/skills", rich).json()["branches"]
    shown = {skill["slug"]: skill["missing"] for branch in branches for skill in branch["skills"]}
    assert shown["distributed-locking"] == refused["missing"]
    assert footprint(superuser, rich.id) == before


def test_a_pool_is_not_overspent(api: Api, rich: Caller, superuser: psycopg.Connection) -> None:
    for slug, amount in (
        ("durable-writes", 150),
        ("data-modelling", 240),
        ("index-design", 400),
        ("blob-storage", 160),
    ):
        assert api.post(points(slug), rich, json={"points": amount}).status_code == 201
    refused = problem(api.post(points("failure-modes"), rich, json={"points": 150}), 409, "not-enough-points")
    # three skills at a level brought an achievement, whose XP counts as any other
    assert refused["available"] == 50 + 35
    assert count(superuser, "gamification.user_skills", rich.id) == 4


def test_a_correction_below_what_is_allocated_overdraws_the_pool(
    api: Api, rich: Caller, database: dict[str, str], admin_url: str
) -> None:
    api.post(points("durable-writes"), rich, json={"points": 150})
    with beyond_policies(database, admin_url) as connection:
        award(connection, rich.id, -900, clock.now())
    assert api.get("/v1/me/skills", rich).json()["pool"] == {
        "earned": 100, "allocated": 150, "available": 0, "overdrawn": 50,
    }  # fmt: skip
    refused = problem(api.post(points("data-modelling"), rich, json={"points": 1}), 409, "not-enough-points")
    assert refused["available"] == 0
    with beyond_policies(database, admin_url) as connection:
        award(connection, rich.id, 60, clock.now())
    assert api.get("/v1/me/skills", rich).json()["pool"]["available"] == 10


def test_a_mastered_skill_takes_no_more(api: Api, rich: Caller) -> None:
    refused = problem(api.post(points("durable-writes"), rich, json={"points": 151}), 409, "skill-mastered")
    assert refused["remaining"] == 150
    api.post(points("durable-writes"), rich, json={"points": 150})
    refused = problem(api.post(points("durable-writes"), rich, json={"points": 1}), 409, "skill-mastered")
    assert refused["remaining"] == 0


def test_an_achievement_comes_with_the_third_skill(api: Api, rich: Caller) -> None:
    for slug in ("durable-writes", "failure-modes"):
        assert api.post(points(slug), rich, json={"points": 50}).json()["achievements"] == []
    third = api.post(points("request-lifecycle"), rich, json={"points": 50}).json()
    icon = files.address(files.named("achievements", "first-graft"))
    assert third["achievements"] == [{"slug": "first-graft", "name": "First Graft", "xp_reward": 35, "icon_url": icon}]
    assert third["pool"] == {"earned": 1_035, "allocated": 150, "available": 885, "overdrawn": 0}


def test_a_replay_spends_once(api: Api, rich: Caller, superuser: psycopg.Connection) -> None:
    key = {"idempotency-key": "k"}
    twice = [api.post(points("durable-writes"), rich, json={"points": 50}, headers=key) for _ in range(2)]
    assert twice[0].json() == twice[1].json()
    spent = "select sum(points_allocated) from gamification.user_skills where user_id = %s"
    assert one(superuser, spent, rich.id) == 50


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"points": 0}, "/body/points"),
        ({"points": -50}, "/body/points"),
        ({"points": 1.5}, "/body/points"),
        ({"points": "5"}, "/body/points"),
        ({"points": True}, "/body/points"),
        ({"points": 10**9}, "/body/points"),
        ({}, "/body/points"),
        ({"points": 1, "level": 3}, "/body/level"),
    ],
    ids=str,
)
def test_bad_points_are_pointed_at(api: Api, rich: Caller, body: dict[str, Any], pointer: str) -> None:
    response = api.post(points("durable-writes"), rich, json=body)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_an_unknown_skill_is_not_found(api: Api, rich: Caller) -> None:
    problem(api.post(points("no-such"), rich, json={"points": 1}), 404, "not-found")


@pytest.mark.parametrize("path", ["/v1/skills", "/v1/me/skills"])
def test_nobody_reads_without_a_token(api: Api, path: str) -> None:
    assert api.get(path).status_code == 401
