"""/v1/organizations/{organization}/members: roles, suspension, leaving, the last administrator and the limit."""

from functools import partial

import psycopg
import pytest

from progressive_flow.identity.members import service
from progressive_flow.identity.members.models import SavedMember
from progressive_flow.kernel.database import transactions
from tests.support import proofs
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.connections import at_once
from tests.support.learning import beyond_policies, pointers, walk
from tests.support.membership import create, joined, leave, path, remove, save
from tests.support.tenants import make_tenant

UNKNOWN = new_caller()


def members_of(api: Api, by: Caller, organization: str, **narrowed: str) -> dict[str, list[str]]:
    """Return an organization's members with their roles."""
    items = api.get(f"/v1/organizations/{organization}/members", by, params=narrowed).json()["items"]
    return {row["user_id"]: row["roles"] for row in items}


def test_a_member_joins_changes_and_is_removed(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    manager = joined(api, administrator, slug, "org_admin")
    member = joined(api, manager, slug)
    saved = save(api, manager, slug, member, "reviewer", "author", "author").json()
    assert (saved["roles"], saved["status"]) == (["author", "reviewer"], "active")
    assert members_of(api, manager, slug) == {str(manager.id): ["org_admin"], str(member.id): ["author", "reviewer"]}
    assert members_of(api, manager, slug, role="author").keys() == {str(member.id)}
    assert remove(api, manager, slug, member).status_code == 204
    assert members_of(api, manager, slug).keys() == {str(manager.id)}
    problem(remove(api, manager, slug, member), 404, "not-found")
    problem(save(api, manager, slug, UNKNOWN), 404, "not-found")
    log = api.get(f"/v1/organizations/{slug}/audit-log", manager, params={"subject_id": str(member.id)}).json()["items"]
    assert [entry["action"] for entry in log] == ["member.left", "member.changed", "member.joined"]


def test_members_without_the_permission_change_nobody(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    for role in ("learner", "author", "reviewer", "instructor"):
        member = joined(api, administrator, slug, role)
        problem(save(api, member, slug, member, "org_admin"), 403, "forbidden")
        problem(remove(api, member, slug, member), 403, "forbidden")
        problem(api.get(f"/v1/organizations/{slug}/members", member), 403, "forbidden")


def test_an_administrator_of_one_organization_has_no_rights_in_another(api: Api, administrator: Caller) -> None:
    mine, other = create(api, administrator), create(api, administrator)
    manager, stranger = joined(api, administrator, mine, "org_admin"), joined(api, administrator, other)
    for organization in (other, "no-such"):
        problem(save(api, manager, organization, manager, "org_admin"), 403, "forbidden")
        problem(remove(api, manager, organization, stranger), 403, "forbidden")
        problem(leave(api, manager, organization), 404, "not-found")
    assert members_of(api, administrator, other) == {str(stranger.id): ["learner"]}


def test_a_suspended_member_sees_and_may_nothing_until_taken_up_again(
    api: Api, administrator: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    with beyond_policies(fresh_database, admin_url) as connection:
        tenant = make_tenant(connection)
    member = joined(api, administrator, tenant.slug, "org_admin")
    challenge = f"/v1/challenges/{tenant.ref('url-shortener')}"
    assert api.get(challenge, member).json()["unlocked"] is True
    joined(api, administrator, tenant.slug, "org_admin")
    assert save(api, administrator, tenant.slug, member, "org_admin", status="suspended").status_code == 200
    problem(api.get(challenge, member), 404, "not-found")
    problem(api.get(f"/v1/organizations/{tenant.slug}", member), 404, "not-found")
    problem(save(api, member, tenant.slug, member, "org_admin"), 403, "forbidden")
    assert save(api, administrator, tenant.slug, member, "org_admin").status_code == 200
    assert api.get(challenge, member).json()["unlocked"] is True


def test_the_last_administrator_stays(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    last = joined(api, administrator, slug, "org_admin")
    for answer in (
        leave(api, last, slug),
        remove(api, administrator, slug, last),
        save(api, administrator, slug, last, "author"),
        save(api, last, slug, last, "org_admin", status="suspended"),
    ):
        problem(answer, 409, "last-administrator")
    assert members_of(api, administrator, slug) == {str(last.id): ["org_admin"]}
    joined(api, administrator, slug, "org_admin")
    assert leave(api, last, slug).status_code == 204


@pytest.mark.parametrize("number", range(3))
def test_two_last_administrators_cannot_leave_at_once(
    api: Api, administrator: Caller, fresh_database: dict[str, str], number: int
) -> None:
    slug = create(api, administrator)
    both = [joined(api, administrator, slug, "org_admin") for _ in range(2)]

    def go(member: Caller) -> str:
        try:
            with transactions.begin(proofs.principal(member.id, member.groups)) as db:
                service.leave_organization(db, slug)
        except psycopg.Error as error:
            return str(error.diag.constraint_name)
        return "left"

    outcomes = at_once([partial(go, member) for member in both])
    assert sorted(outcomes) == ["last-administrator", "left"]
    assert len(members_of(api, administrator, slug)) == 1


def test_no_more_join_at_once_than_the_limit_allows(
    api: Api, administrator: Caller, fresh_database: dict[str, str]
) -> None:
    slug = create(api, administrator, max_members=3)
    newcomers = [new_caller() for _ in range(6)]
    for newcomer in newcomers:
        api.get("/v1/me", newcomer)

    def join(newcomer: Caller) -> str:
        try:
            with transactions.begin(proofs.principal(administrator.id, administrator.groups), role="staff") as db:
                service.save_member(db, slug, newcomer.id, SavedMember(roles=["learner"]))
        except psycopg.Error as error:
            return str(error.diag.constraint_name)
        return "joined"

    outcomes = at_once([partial(join, newcomer) for newcomer in newcomers])
    assert sorted(outcomes) == ["joined"] * 3 + ["members-full"] * 3
    assert len(members_of(api, administrator, slug)) == 3
    member = next(each for each in newcomers if str(each.id) in members_of(api, administrator, slug))
    assert save(api, administrator, slug, member, "author").status_code == 200


def test_who_was_erased_is_no_member_and_cannot_become_one(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    member = joined(api, administrator, slug)
    username = api.get("/v1/me", member).json()["username"]
    assert api.request("DELETE", "/v1/me", member, params={"confirm": username}).status_code in {202, 204}
    assert members_of(api, administrator, slug) == {}
    problem(save(api, administrator, slug, member), 404, "not-found")


def test_everybody_stays_in_the_public_organization(api: Api, administrator: Caller, learner: Caller) -> None:
    api.get("/v1/me", learner)
    problem(leave(api, learner, "public"), 409, "public-organization")
    problem(remove(api, administrator, "public", learner), 409, "public-organization")


def test_members_are_paged_and_found_by_the_beginning_of_a_name(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    members = [joined(api, administrator, slug) for _ in range(5)]
    pages = walk(api, administrator, f"/v1/organizations/{slug}/members", limit=2)
    assert [len(page) for page in pages] == [2, 2, 1]
    rows = [row for page in pages for row in page]
    assert sorted(row["user_id"] for row in rows) == sorted(str(member.id) for member in members)
    name = rows[2]["username"]
    assert members_of(api, administrator, slug, search=name.upper()).keys() == {rows[2]["user_id"]}
    assert members_of(api, administrator, slug, search="%") == {}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"roles": []}, "/body/roles"),
        ({"roles": ["platform_admin"]}, "/body/roles/0"),
        ({"roles": ["learner"], "status": "gone"}, "/body/status"),
        ({"status": "active"}, "/body/roles"),
        ({"roles": "learner"}, "/body/roles"),
    ],
)
def test_what_no_member_can_be_is_pointed_at(
    api: Api, administrator: Caller, learner: Caller, body: dict[str, object], pointer: str
) -> None:
    slug = create(api, administrator)
    answer = api.request("PUT", path(slug, learner), administrator, json=body)
    problem(answer, 422, "invalid")
    assert pointers(answer) == [pointer]
    assert members_of(api, administrator, slug) == {}
