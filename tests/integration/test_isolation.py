"""A second learner, in a second organization, reads and changes nothing of the first: asked of every endpoint.

The cases are keyed by the route table: an endpoint without one fails `test_every_endpoint_has_a_case`.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from progressive_flow import discovery
from progressive_flow.routing import Access
from tests.support.api import Api, Caller, new_caller
from tests.support.content import reference_design
from tests.support.scene import make_challenge, one, open_challenge

TABLES = """
select c.oid::regclass::text, a.attname
from pg_class as c inner join pg_attribute as a on a.attrelid = c.oid
where c.relkind in ('r', 'p') and not c.relispartition
and (a.attname in ('user_id', 'organization_id') or (c.oid = 'identity.users'::regclass and a.attname = 'id'))
order by 1, 2
"""


@dataclass(frozen=True)
class World:
    """The first learner with something in every room, and the second who comes to look."""

    victim: Caller
    intruder: Caller
    attempt: str
    tenant: uuid.UUID
    admin_url: str
    assessment: str = ""

    @property
    def marks(self) -> list[str]:
        """What must never appear in an answer to the second."""
        return [
            str(self.victim.id),
            self.attempt,
            self.assessment,
            str(self.tenant),
            "victims-secret",
            "victims-name",
            "victims-challenge",
        ]

    def snapshot(self) -> dict[str, str]:
        """Return everything there is of the first learner and their organization, by table."""
        with psycopg.connect(self.admin_url) as connection:
            return {
                f"{table}.{column}": one(
                    connection,
                    f"select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]')::text from {table} as t"
                    f" where t.{column} in (%s, %s)",
                    self.victim.id,
                    self.tenant,
                )
                for table, column in connection.execute(TABLES.encode()).fetchall()
            }


@pytest.fixture(scope="module")
def world(api: Api, database: dict[str, str], admin_url: str) -> Iterator[World]:
    """Set the scene once: nobody in this module may change it."""
    victim, intruder, tenant = new_caller(), new_caller(), uuid.uuid4()
    url = admin_url.rpartition("/")[0] + "/" + database["migrator"].rpartition("/")[2]
    slug = "victims-challenge"
    api.patch(
        "/v1/me",
        victim,
        json={"display_name": "victims-name", "visibility": "hidden", "preferences": {"note": "victims-secret"}},
    )
    api.get("/v1/me", intruder)
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into identity.organizations values (%s, %s, 'Victims', now())", [tenant, f"victims-{tenant}"]
        )
        connection.execute(
            "insert into identity.members (organization_id, user_id, created_at) values (%s, %s, now())",
            [tenant, victim.id],
        )
        challenge = make_challenge(connection, slug)
        connection.execute(
            "update curriculum.challenges set organization_id = %s, title = %s where id = %s", [tenant, slug, challenge]
        )
        open_challenge(connection, victim.id, slug)
        open_challenge(connection, victim.id, "url-shortener")
        open_challenge(connection, intruder.id, "url-shortener")
    body = {"design": reference_design("url-shortener")}
    made = api.post(
        "/v1/challenges/url-shortener/levels/1/attempts", victim, json=body, headers={"idempotency-key": "victims-key"}
    )
    assert made.status_code == 201
    assert api.get(f"/v1/challenges/{slug}", victim).status_code == 200
    assessment = api.post("/v1/assessments", victim, json={"type": "initial"}).json()["id"]
    yield World(victim, intruder, made.json()["id"], tenant, url, assessment)
    with psycopg.connect(url) as connection:
        connection.execute(
            "update curriculum.challenges set deleted_at = now(), slug = %s where id = %s",
            [f"gone-{tenant}", challenge],
        )


# What the second learner tries at each route: path, query, body, headers, and the statuses that are right.
Attempt = tuple[str, dict[str, Any], set[int]]


def cases(world: World) -> dict[str, list[Attempt]]:
    """Return what is tried at every route, with every identifier of the first learner's."""
    design = {"design": reference_design("url-shortener")}
    victims = "/v1/challenges/victims-challenge"
    grant = {"user_id": str(world.victim.id), "challenge_slugs": ["pastebin"], "reason": "mischief"}
    return {
        "GET /v1/health": [("/v1/health", {}, {200})],
        "GET /v1/openapi.json": [("/v1/openapi.json", {}, {200})],
        "GET /v1/docs": [("/v1/docs", {}, {200})],
        "GET /v1/me": [("/v1/me", {}, {200}), ("/v1/me", {"params": {"user_id": str(world.victim.id)}}, {200})],
        "PATCH /v1/me": [
            ("/v1/me", {"json": {"display_name": "Mallory"}}, {200}),
            ("/v1/me", {"json": {"id": str(world.victim.id), "display_name": "Mallory"}}, {422}),
        ],
        "GET /v1/tracks": [("/v1/tracks", {}, {200})],
        "GET /v1/tracks/{slug}": [("/v1/tracks/systems", {}, {200})],
        "GET /v1/challenges": [
            ("/v1/challenges", {"params": {"limit": 100}}, {200}),
            ("/v1/challenges", {"params": {"search": "victims"}}, {200}),
            ("/v1/challenges", {"params": {"status": "in_progress"}}, {200}),
        ],
        "GET /v1/challenges/{slug}": [(victims, {}, {404})],
        "GET /v1/challenges/{slug}/levels/{level}": [(f"{victims}/levels/1", {}, {404})],
        "GET /v1/challenges/{slug}/levels/{level}/attempts": [
            (f"{victims}/levels/1/attempts", {}, {404}),
            ("/v1/challenges/url-shortener/levels/1/attempts", {}, {200}),
        ],
        "POST /v1/challenges/{slug}/levels/{level}/attempts": [
            (f"{victims}/levels/1/attempts", {"json": design}, {404}),
            (
                "/v1/challenges/url-shortener/levels/1/attempts",
                {"json": design, "headers": {"idempotency-key": "victims-key"}},
                {201},
            ),
        ],
        "GET /v1/attempts/{attempt_id}": [(f"/v1/attempts/{world.attempt}", {}, {404})],
        **operational_cases(world),
        "POST /v1/admin/unlock-grants": [("/v1/admin/unlock-grants", {"json": grant}, {403})],
        "GET /v1/leaderboards/{period}/{metric}": [
            (f"/v1/leaderboards/{period}/xp", {"params": {"limit": 100}}, {200}) for period in ("daily", "all_time")
        ],
        "GET /v1/leaderboards/{period}/{metric}/me": [
            ("/v1/leaderboards/all_time/xp/me", {"params": {"neighbours": 25}}, {200})
        ],
        **skill_and_assessment_cases(world),
    }


def skill_and_assessment_cases(world: World) -> dict[str, list[Attempt]]:
    """Return what is tried at skills, definitions and assessments."""
    theirs = f"/v1/assessments/{world.assessment}"
    answer = {"responses": [{"question_id": str(uuid.uuid4()), "option": 0}]}
    return {
        "GET /v1/achievements": [("/v1/achievements", {}, {200})],
        "GET /v1/skills": [("/v1/skills", {}, {200})],
        "GET /v1/me/skills": [("/v1/me/skills", {"params": {"user_id": str(world.victim.id)}}, {200})],
        "POST /v1/me/skills/{slug}/points": [
            ("/v1/me/skills/durable-writes/points", {"json": {"points": 1_000}}, {409})
        ],
        "POST /v1/admin/achievements": [("/v1/admin/achievements", {"json": {"slug": "mine"}}, {403})],
        "PUT /v1/admin/achievements/{slug}": [("/v1/admin/achievements/warm-start", {"json": {}}, {403})],
        "POST /v1/admin/skills": [("/v1/admin/skills", {"json": {"slug": "mine"}}, {403})],
        "PUT /v1/admin/skills/{slug}": [("/v1/admin/skills/consensus", {"json": {}}, {403})],
        "POST /v1/assessments": [("/v1/assessments", {"json": {"type": "periodic"}}, {201})],
        "GET /v1/assessments/{assessment_id}": [(theirs, {}, {404})],
        "POST /v1/assessments/{assessment_id}/responses": [(f"{theirs}/responses", {"json": answer}, {404})],
        "GET /v1/me/assessments": [("/v1/me/assessments", {"params": {"limit": 100}}, {200})],
    }


def operational_cases(world: World) -> dict[str, list[Attempt]]:
    """Return what is tried at the routes of operators and of leaving."""
    victim = str(world.victim.id)
    correction = {"user_id": victim, "amount": 5, "reason": "mischief", "reference": "m"}
    return {
        "DELETE /v1/me": [
            ("/v1/me", {}, {422}),
            ("/v1/me", {"params": {"confirm": "victims-name", "user_id": victim}}, {422}),
        ],
        "POST /v1/me/exports": [("/v1/me/exports", {"params": {"user_id": victim}}, {201})],
        "POST /v1/admin/xp-corrections": [("/v1/admin/xp-corrections", {"json": correction}, {403})],
        "POST /v1/admin/users/{user_id}/recomputations": [(f"/v1/admin/users/{victim}/recomputations", {}, {403})],
        "POST /v1/admin/users": [("/v1/admin/users", {"json": {"email": "mallory@example.com"}}, {403})],
        "POST /v1/admin/reference-data-loads": [("/v1/admin/reference-data-loads", {}, {403})],
    }


ROUTES = [endpoint.route for endpoint in discovery.endpoints()]


def test_every_endpoint_has_a_case(world: World) -> None:
    assert {route.key for route in ROUTES} == set(cases(world))


@pytest.mark.parametrize("key", [route.key for route in ROUTES])
@pytest.mark.usefixtures("clouds")
def test_nothing_of_the_first_learner_is_read_or_changed(api: Api, world: World, key: str) -> None:
    before = world.snapshot()
    for path, options, statuses in cases(world)[key]:
        response = api.request(key.partition(" ")[0], path, world.intruder, **options)
        assert response.status_code in statuses, response.text
        # a refusal may repeat what was asked for; what it must not do is confirm it
        answer = response.text if response.status_code < 400 else json.dumps(response.json().get("missing", ""))
        assert [mark for mark in world.marks if mark in answer] == []
    assert world.snapshot() == before


def test_the_snapshot_sees_a_change(api: Api, world: World) -> None:
    before = world.snapshot()
    assert len(json.loads(before["progress.level_attempts.user_id"])) == 1
    assert "victims-secret" in before["identity.users.id"]
    assert len(before) >= 12
    api.get("/v1/challenges/url-shortener/levels/2", world.victim)
    assert world.snapshot() != before


@pytest.mark.parametrize("key", [route.key for route in ROUTES if route.access is not Access.PUBLIC])
def test_nobody_comes_in_without_a_token(api: Api, world: World, key: str) -> None:
    path, options, _ = cases(world)[key][0]
    response = api.request(key.partition(" ")[0], path, None, **options)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
