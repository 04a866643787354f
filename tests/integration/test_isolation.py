"""Another learner and another organization's administrator read and change nothing of the first: asked of every endpoint."""

import json
from collections.abc import Iterator

import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access
from progressive_flow.kernel.http.endpoint import Endpoint
from tests.support import cases, cluster, organizations
from tests.support.api import Api
from tests.support.learning import superuser_url
from tests.support.organizations import World
from tests.support.wire import connected_to

ENDPOINTS = registry.endpoints()
PROTECTED = [each for each in ENDPOINTS if each.route.access is not Access.PUBLIC]


@pytest.fixture(scope="module")
def world(api: Api, admin_url: str) -> Iterator[World]:
    """Make the first learner once, in a database of this module: nobody may change what is theirs."""
    urls = cluster.clone(admin_url)
    with connected_to(urls):
        yield organizations.first(api, superuser_url(urls, admin_url))
    cluster.drop(admin_url, urls)


@pytest.mark.parametrize("roles", [(), ("org_admin",)], ids=["learner", "administrator"])
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.route.key)
@pytest.mark.usefixtures("shared_clouds")
def test_nothing_of_the_first_learner_is_read_or_changed(
    api: Api, world: World, endpoint: Endpoint, roles: tuple[str, ...]
) -> None:
    # one of its own for each endpoint: what another endpoint made must not decide what this one answers
    intruder = organizations.intruder(api, world.admin_url, *roles)
    before = world.snapshot()
    intrusions = cases.of_endpoint(endpoint).intrusions(world)
    for request, statuses in intrusions:
        url = request.url(endpoint.route)
        response = api.request(endpoint.route.method, url, intruder, **request.options)
        assert response.status_code in statuses, response.text
        # a refusal may repeat what was asked for; what it must not do is confirm it
        answer = response.text if response.status_code < 400 else json.dumps(response.json().get("missing", ""))
        assert [mark for mark in world.marks if mark in answer] == []
    assert intrusions
    assert world.snapshot() == before


def test_the_snapshot_sees_a_change(api: Api, world: World) -> None:
    before = world.snapshot()
    assert len(json.loads(before["progress.level_attempts.user_id"])) == 2
    assert organizations.SECRET in before["identity.users.id"]
    assert len(before) >= 28
    api.patch(f"/v1/me/notifications/{world.made['notification']}", world.victim, json={"is_read": True})
    assert world.snapshot() != before


@pytest.mark.parametrize("endpoint", PROTECTED, ids=lambda each: each.route.key)
def test_nobody_comes_in_without_a_token(api: Api, world: World, endpoint: Endpoint) -> None:
    request, _ = cases.of_endpoint(endpoint).intrusions(world)[0]
    response = api.request(endpoint.route.method, request.url(endpoint.route), None, **request.options)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
