"""/v1/organizations: who creates, sees, changes and closes one."""

from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.learning import beyond_policies, pointers
from tests.support.membership import create, joined, save
from tests.support.tenants import make_tenant

PATH = "/v1/organizations"


def rows(database: dict[str, str], admin_url: str, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return what a query finds beyond policies."""
    with beyond_policies(database, admin_url) as connection:
        return connection.execute(sql.encode(), values).fetchall()


def slugs(api: Api, caller: Caller) -> list[str]:
    """Return the organizations that somebody sees."""
    return [row["slug"] for row in api.get(PATH, caller, params={"limit": 100}).json()["items"]]


def test_an_organization_is_created_by_the_platforms_administrator(
    api: Api, administrator: Caller, learner: Caller, database: dict[str, str], admin_url: str
) -> None:
    slug = create(api, administrator, max_members=3)
    shown = api.get(f"{PATH}/{slug}", administrator).json()
    assert shown | {"created_at": None} == {
        "slug": slug, "name": "Made", "status": "active", "roles": [], "members": 0, "max_members": 3, "max_items": 500,
        "reviews_required": 1, "shared_drafts": False, "leaderboards": True,
        "max_bytes": 5_368_709_120,
        "xp_scope": "organization", "email_domains": [], "created_at": None, "closed_at": None,
    }  # fmt: skip
    found = rows(
        database,
        admin_url,
        "select a.action, a.detail from platform.audit_log as a where a.subject_id = %s and a.organization_id ="
        " (select o.id from identity.organizations as o where o.slug = %s)",
        slug,
        slug,
    )
    assert found == [("organization.created", {"name": "Made", "max_members": 3})]
    problem(api.post(PATH, learner, json={"slug": "mallorys", "name": "M"}), 403, "forbidden")
    problem(api.post(PATH, administrator, json={"slug": slug, "name": "Twice"}), 409, "slug-taken")
    problem(api.post(PATH, administrator, json={"slug": "public", "name": "Twice"}), 409, "slug-taken")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"slug": "a:b", "name": "A"}, "/body/slug"),
        ({"slug": "A", "name": "A"}, "/body/slug"),
        ({"slug": "a", "name": " "}, "/body/name"),
        ({"slug": "a", "name": "A", "max_members": 0}, "/body/max_members"),
        ({"slug": "a", "name": "A", "max_members": "5"}, "/body/max_members"),
        ({"slug": "a", "name": "A", "owner": "me"}, "/body/owner"),
        ({"slug": "a"}, "/body/name"),
    ],
)
def test_what_cannot_be_an_organization_is_pointed_at(
    api: Api, administrator: Caller, body: dict[str, Any], pointer: str
) -> None:
    response = api.post(PATH, administrator, json=body)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_members_see_their_organizations_alone(api: Api, administrator: Caller, learner: Caller) -> None:
    mine, other = create(api, administrator), create(api, administrator)
    member = joined(api, administrator, mine, "author")
    assert slugs(api, member) == sorted([mine, "public"])
    assert api.get(f"{PATH}/{mine}", member).json()["roles"] == ["author"]
    assert slugs(api, learner) == ["public"]
    for unseen in (other, "no-such"):
        document = problem(api.get(f"{PATH}/{unseen}", member), 404, "not-found")
        assert document["detail"].replace(unseen, "") == "There is no organization  here, or it is not yours to see."


def test_an_administrator_of_the_organization_changes_its_name_and_settings_alone(
    api: Api, administrator: Caller
) -> None:
    slug = create(api, administrator)
    manager = joined(api, administrator, slug, "org_admin")
    settings = {"reviews_required": 0, "shared_drafts": True, "leaderboards": False}
    changed = api.patch(f"{PATH}/{slug}", manager, json={"name": "Renamed", **settings})
    assert (changed.status_code, changed.json()["name"]) == (200, "Renamed")
    assert changed.json() | settings == changed.json()
    for refused in (
        {"max_members": 500},
        {"xp_scope": "platform"},
        {"status": "closed"},
        {"name": "X", "status": "closed"},
    ):
        problem(api.patch(f"{PATH}/{slug}", manager, json=refused), 403, "forbidden")
    assert api.get(f"{PATH}/{slug}", manager).json()["name"] == "Renamed"
    tag = changed.headers["etag"]
    assert api.patch(f"{PATH}/{slug}", manager, json={"name": "Second"}, headers={"if-match": tag}).status_code == 200
    stale = api.patch(f"{PATH}/{slug}", manager, json={"name": "Third"}, headers={"if-match": tag})
    problem(stale, 412, "precondition-failed")
    author = joined(api, administrator, slug, "author")
    problem(api.patch(f"{PATH}/{slug}", author, json={"name": "Theirs"}), 403, "forbidden")


def test_nobody_belongs_to_a_closed_organization_until_it_is_opened(
    api: Api, administrator: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    with beyond_policies(fresh_database, admin_url) as connection:
        tenant = make_tenant(connection)
    member = joined(api, administrator, tenant.slug, "org_admin")
    challenge = f"/v1/challenges/{tenant.ref('url-shortener')}"
    assert api.get(challenge, member).status_code == 200
    closed = api.patch(f"{PATH}/{tenant.slug}", administrator, json={"status": "closed"})
    assert closed.json()["closed_at"]
    problem(api.get(challenge, member), 404, "not-found")
    problem(api.get(f"{PATH}/{tenant.slug}", member), 404, "not-found")
    problem(api.patch(f"{PATH}/{tenant.slug}", member, json={"name": "Still mine"}), 403, "forbidden")
    problem(save(api, member, tenant.slug, member, "org_admin"), 403, "forbidden")
    again = api.patch(f"{PATH}/{tenant.slug}", administrator, json={"status": "closed"})
    assert again.json()["closed_at"] == closed.json()["closed_at"]
    opened = api.patch(f"{PATH}/{tenant.slug}", administrator, json={"status": "active"})
    assert opened.json()["closed_at"] is None
    assert api.get(challenge, member).status_code == 200


def test_the_public_organization_is_neither_closed_nor_limited(api: Api, administrator: Caller) -> None:
    for body in (
        {"status": "closed"},
        {"max_members": 5},
        {"xp_scope": "organization"},
        {"shared_drafts": True},
        {"leaderboards": False},
    ):
        problem(api.patch(f"{PATH}/public", administrator, json=body), 409, "public-organization")
    public = api.get(f"{PATH}/public", administrator).json()
    assert (public["max_members"], public["members"]) == (None, None)


def test_what_was_done_is_read_by_the_organizations_administrators(
    api: Api, administrator: Caller, learner: Caller
) -> None:
    mine, other = create(api, administrator), create(api, administrator)
    manager = joined(api, administrator, mine, "org_admin")
    joined(api, administrator, other)
    entries = api.get(f"{PATH}/{mine}/audit-log", manager).json()["items"]
    assert [entry["action"] for entry in entries] == ["member.joined", "organization.created"]
    assert entries[0]["subject_id"] == str(manager.id)
    assert entries[0]["actor_id"] == str(administrator.id)
    narrowed = api.get(f"{PATH}/{mine}/audit-log", manager, params={"action": "organization.created"}).json()["items"]
    assert narrowed == entries[1:]
    for organization in (other, "no-such"):
        problem(api.get(f"{PATH}/{organization}/audit-log", manager), 403, "forbidden")
    problem(api.get(f"{PATH}/no-such/audit-log", administrator), 404, "not-found")


def test_a_slug_never_changes(fresh_database: dict[str, str], admin_url: str, api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    with beyond_policies(fresh_database, admin_url) as connection, pytest.raises(psycopg.Error, match="keeps its slug"):
        connection.execute("update identity.organizations set slug = 'other' where slug = %s", [slug])
