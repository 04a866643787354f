"""A second learner, in a second organization, reads and changes nothing of the first: asked of every endpoint.

The cases are keyed by the route table: an endpoint without one fails `test_every_endpoint_has_a_case`.
"""

import json
import uuid
from collections.abc import Iterator

import psycopg
import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access
from tests.support.api import Api, new_caller
from tests.support.content import reference_design
from tests.support.everything import give_everything
from tests.support.scene import open_challenge
from tests.support.tenants import join, make_tenant
from tests.support.trespassing import World, cases


@pytest.fixture(scope="module")
def world(api: Api, database: dict[str, str], admin_url: str) -> Iterator[World]:
    """Set the scene once: nobody in this module may change it."""
    victim, intruder = new_caller(), new_caller()
    url = admin_url.rpartition("/")[0] + "/" + database["migrator"].rpartition("/")[2]
    api.patch(
        "/v1/me",
        victim,
        json={"display_name": "victims-name", "visibility": "hidden", "preferences": {"note": "victims-secret"}},
    )
    api.get("/v1/me", intruder)
    with psycopg.connect(url) as connection:
        tenant = make_tenant(connection, f"victims-{uuid.uuid4().hex}")
        join(connection, tenant.id, victim.id)
        open_challenge(connection, victim.id, tenant.ref("url-shortener"))
        open_challenge(connection, victim.id, "url-shortener")
        open_challenge(connection, intruder.id, "url-shortener")
        made_things = give_everything(connection, victim.id, clock.now())
    body = {"kind": "system_design", "design": reference_design("url-shortener")}
    made = api.post(
        "/v1/challenges/url-shortener/levels/1/attempts", victim, json=body, headers={"idempotency-key": "victims-key"}
    )
    assert made.status_code == 201
    assert api.get(f"/v1/challenges/{tenant.ref('url-shortener')}", victim).status_code == 200
    made_things["open_assessment"] = api.post("/v1/assessments", victim, json={"type": "initial"}).json()["id"]
    yield World(victim, intruder, made.json()["id"], tenant, url, made_things)
    with psycopg.connect(url) as connection:
        connection.execute(
            "update curriculum.challenges set deleted_at = now() where organization_id = %s", [tenant.id]
        )


ROUTES = [endpoint.route for endpoint in registry.endpoints()]


def test_every_endpoint_has_a_case(world: World) -> None:
    assert {route.key for route in ROUTES} == set(cases(world))


@pytest.mark.parametrize("key", [route.key for route in ROUTES])
@pytest.mark.usefixtures("shared_clouds")
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
    assert len(json.loads(before["progress.level_attempts.user_id"])) == 2
    assert "victims-secret" in before["identity.users.id"]
    assert len(before) >= 28
    api.patch(f"/v1/me/notifications/{world.made['notification']}", world.victim, json={"is_read": True})
    assert world.snapshot() != before


@pytest.mark.parametrize("key", [route.key for route in ROUTES if route.access is not Access.PUBLIC])
def test_nobody_comes_in_without_a_token(api: Api, world: World, key: str) -> None:
    path, options, _ = cases(world)[key][0]
    response = api.request(key.partition(" ")[0], path, None, **options)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
