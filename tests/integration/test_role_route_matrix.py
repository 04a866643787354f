"""Every route for nine callers: nobody, a learner, each role of an organization, administrators of another one and of all."""

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access, Route
from progressive_flow.kernel.principal import PLATFORM_ADMIN
from tests.support import cluster
from tests.support.api import Api, Caller, new_caller
from tests.support.learning import superuser_url
from tests.support.scene import one
from tests.support.tenants import join, make_tenant
from tests.support.wire import connected_to

ROLES = ("learner", "author", "reviewer", "instructor", "org_admin")
ROUTES = [endpoint.route for endpoint in registry.endpoints()]
PUBLIC, FOREIGN = "learner of public", "org_admin of another organization"
PLACES = {"slug": "url-shortener", "level": "1", "number": "1", "period": "weekly", "kind": "track", "revision": "1",
          "version": "1"}  # fmt: skip
NEEDED = {
    "show_changes": {"since": 1}
}  # what the query of a read must have; it is read before a permission is asked for
Callers = dict[str, Caller | None]
Allowed = set[tuple[str, str]]


@pytest.fixture(scope="module")
def database_url(api: Api, admin_url: str) -> Iterator[str]:
    """Return the superuser's URL of a database of this module, since organizations stay in it."""
    urls = cluster.clone(admin_url)
    with connected_to(urls):
        yield superuser_url(urls, admin_url)
    cluster.drop(admin_url, urls)


@pytest.fixture(scope="module")
def organization(database_url: str) -> str:
    """Return the slug of an organization with content."""
    with psycopg.connect(database_url) as connection:
        return make_tenant(connection, f"roles-{uuid.uuid4().hex}").slug


@pytest.fixture(scope="module")
def callers(api: Api, organization: str, database_url: str) -> Callers:
    """One caller of each kind. The roles are those of a membership; groups of a token give no role in an organization."""
    found: Callers = {**{role: new_caller(role) for role in ROLES}, PUBLIC: new_caller(), FOREIGN: new_caller()}
    with psycopg.connect(database_url) as connection:
        other = make_tenant(connection, f"others-{uuid.uuid4().hex}")
        own = one(connection, "select id from identity.organizations where slug = %s", organization)
        for role, caller in found.items():
            assert caller
            assert api.get("/v1/me", caller).status_code == 200
            if role in ROLES:
                join(connection, own, caller.id, role)
        foreign = found[FOREIGN]
        assert foreign
        join(connection, other.id, foreign.id, "org_admin")
    return {"nobody": None, **found, PLATFORM_ADMIN: new_caller(PLATFORM_ADMIN)}


@pytest.fixture(scope="module")
def allowed(database_url: str) -> Allowed:
    """Each role with each permission that it has in its organization."""
    with psycopg.connect(database_url) as connection:
        return set(connection.execute("select r.role, r.permission from identity.role_permissions as r").fetchall())


def ask(api: Api, organization: str, route: Route, caller: Caller | None) -> httpx.Response:
    """Send a request with an empty body: who may call a route is decided before what was sent is read."""
    names = [part.strip("{}") for part in route.path.split("/") if part.startswith("{")]
    # what anybody may do in an organization is to leave it, which they cannot do with public
    places = {**PLACES, "organization": organization if route.permission else "public"}
    path = route.path.format(**{name: places.get(name, str(uuid.uuid4())) for name in names})
    body: dict[str, Any] = {"json": {}} if route.method in {"POST", "PUT", "PATCH"} else {}
    return api.request(route.method, path, caller, params=NEEDED.get(route.name, {}), **body)


def admitted(response: httpx.Response) -> bool:
    """Whether the caller may call the route, whatever came of it."""
    if response.status_code == 403:
        return not str(response.json()["type"]).endswith(":forbidden")
    return response.status_code != 401


def expected(route: Route, role: str, allowed: Allowed) -> bool:
    """Whether the declaration lets the role in: on the platform its administrator alone, in an organization its roles too."""
    if route.permission:
        return role == PLATFORM_ADMIN or (route.in_organization and (role, route.permission) in allowed)
    return route.access is Access.PUBLIC or role != "nobody"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.key)
@pytest.mark.usefixtures("shared_clouds")
def test_a_route_admits_whom_it_declares(
    api: Api, organization: str, callers: Callers, allowed: Allowed, route: Route
) -> None:
    found = {role: ask(api, organization, route, caller) for role, caller in callers.items()}
    wanted = {role: expected(route, role, allowed) for role in found}
    assert {role: admitted(answer) for role, answer in found.items()} == wanted
    for role in (*ROLES, PUBLIC, FOREIGN) if route.permission else ():
        if not wanted[role]:
            assert found[role].status_code == 403
            assert found[role].json()["permission"] == route.permission
