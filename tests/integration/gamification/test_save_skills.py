"""POST /v1/admin/skills and PUT /v1/admin/skills/{slug}."""

import uuid
from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.learning import pointers
from tests.support.scene import one

ADMIN = "/v1/admin/skills"


def wanted(**changes: Any) -> dict[str, Any]:
    """Make a skill, changed."""
    return {
        "slug": f"made-up-{uuid.uuid4()}",
        "name": "Made Up",
        "description": "Nothing that anybody could learn.",
        "category": "storage",
        "parent": "index-design",
        "prerequisites": ["consensus"],
        "max_level": 4,
        "xp_per_level": 200,
        "order": 900,
        "is_active": True,
        **changes,
    }


def edges(connection: psycopg.Connection, slug: str) -> list[str]:
    """Return a skill's prerequisites."""
    rows = connection.execute(
        "select before.slug from gamification.skill_prerequisites as e"
        " join gamification.skills as s on s.id = e.skill_id join gamification.skills as before on before.id = e.prerequisite_id"
        " where s.slug = %s order by 1",
        [slug],
    ).fetchall()
    return [row[0] for row in rows]


def test_an_administrator_adds_a_skill(
    api: Api, learner: Caller, administrator: Caller, superuser: psycopg.Connection
) -> None:
    body = wanted()
    response = api.post(ADMIN, administrator, json=body)
    assert response.status_code == 201
    assert response.json() == {**body, "prerequisites": ["consensus", "index-design"]}
    assert response.headers["location"] == f"{ADMIN}/{body['slug']}"
    branches = api.get("/v1/skills", learner).json()["branches"]
    shown = next(skill for branch in branches for skill in branch["skills"] if skill["slug"] == body["slug"])
    assert (shown["parent"], shown["prerequisites"]) == ("index-design", ["consensus", "index-design"])
    audit = superuser.execute(
        "select actor_id, action, detail ->> 'parent' from platform.audit_log where subject_id = %s", [body["slug"]]
    ).fetchall()
    assert audit == [(administrator.id, "skill.created", "index-design")]


def test_a_taken_slug_is_a_conflict(api: Api, administrator: Caller, superuser: psycopg.Connection) -> None:
    problem(api.post(ADMIN, administrator, json=wanted(slug="consensus", prerequisites=[])), 409, "slug-taken")
    assert one(superuser, "select name from gamification.skills where slug = 'consensus'") == "Consensus"


def test_replacing_moves_it_and_its_edges(api: Api, administrator: Caller, superuser: psycopg.Connection) -> None:
    body = wanted()
    slug = body.pop("slug")
    problem(api.request("PUT", f"{ADMIN}/{slug}", administrator, json=body), 404, "not-found")
    api.post(ADMIN, administrator, json={**body, "slug": slug})
    changed = {**body, "parent": None, "prerequisites": ["redundancy"], "max_level": 2}
    response = api.request("PUT", f"{ADMIN}/{slug}", administrator, json=changed)
    assert (response.status_code, response.json()) == (200, {**changed, "slug": slug})
    assert edges(superuser, slug) == ["redundancy"]
    assert (
        one(superuser, "select jsonb_array_length(prerequisites) from gamification.skills where slug = %s", slug) == 1
    )


def test_a_cycle_is_refused_and_changes_nothing(api: Api, administrator: Caller, superuser: psycopg.Connection) -> None:
    first, second = wanted(prerequisites=[]), wanted(prerequisites=[])
    second["parent"] = first["slug"]
    for body in (first, second):
        assert api.post(ADMIN, administrator, json=body).status_code == 201
    slug = first.pop("slug")
    response = api.request("PUT", f"{ADMIN}/{slug}", administrator, json={**first, "prerequisites": [second["slug"]]})
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/prerequisites"]
    assert edges(superuser, slug) == ["index-design"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"slug": "a", "prerequisites": ["a"]}, "/body/prerequisites"),
        ({"parent": "no-such"}, "/body/parent"),
        ({"prerequisites": ["no-such", "consensus"]}, "/body/prerequisites"),
        ({"category": "Not A Branch"}, "/body/category"),
        ({"max_level": 0}, "/body/max_level"),
        ({"xp_per_level": 0}, "/body/xp_per_level"),
        ({"order": 0}, "/body/order"),
        ({"name": ""}, "/body/name"),
        ({"points": 5}, "/body/points"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_bad_skill_is_pointed_at_and_not_stored(
    api: Api, administrator: Caller, superuser: psycopg.Connection, changes: dict[str, Any], pointer: str
) -> None:
    body = wanted(**changes)
    response = api.post(ADMIN, administrator, json=body)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
    assert one(superuser, "select count(*) from gamification.skills where slug = %s", body["slug"]) == 0


def test_learners_define_nothing(api: Api, learner: Caller) -> None:
    problem(api.post(ADMIN, learner, json=wanted()), 403, "forbidden")
    problem(api.request("PUT", f"{ADMIN}/consensus", learner, json=wanted()), 403, "forbidden")
    assert api.post(ADMIN, json=wanted()).status_code == 401


def test_the_database_asks_for_the_role_itself(sql: Any, learner: Caller) -> None:
    session = sql("staff", learner.id)
    with pytest.raises(psycopg.Error) as caught:
        session.execute("select gamification.save_skill(true, 'x', 'x', 'x', 'x', null, '{}', 1, 1, 1, true)")
    assert (caught.value.sqlstate, caught.value.diag.constraint_name) == ("PF403", "forbidden")
    session.rollback()
