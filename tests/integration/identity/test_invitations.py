"""/v1/organizations/{organization}/invitations and /v1/me/organizations: addresses, codes, domains, and how they end."""

import uuid
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import psycopg
import pytest

from progressive_flow.identity.invitations import codes, service
from progressive_flow.identity.invitations.models import Joining
from progressive_flow.kernel import clock
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from tests.support import proofs, tokens
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.connections import at_once
from tests.support.learning import beyond_policies, pointers, walk
from tests.support.membership import create, joined, leave, remove, save
from tests.support.tenants import make_tenant

MINE = "/v1/me/organizations"


def invite(api: Api, by: Caller, organization: str, **body: Any) -> httpx.Response:
    """Invite somebody to an organization."""
    return api.post(f"/v1/organizations/{organization}/invitations", by, json=body)


def made(api: Api, by: Caller, organization: str, **body: Any) -> dict[str, Any]:
    """Invite somebody; return the answer, which has the ids and the code."""
    response = invite(api, by, organization, **body)
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.json()
    return answer


def addressed(api: Api) -> tuple[Caller, str]:
    """Return somebody whose address is known, and the address."""
    caller, email = new_caller(), f"{uuid.uuid4().hex}@example.com"
    caller.token = tokens.sign(caller.id, email=email)
    assert api.get("/v1/me", caller).status_code == 200
    return caller, email


def newcomer(api: Api) -> Caller:
    """Return somebody who has an account."""
    caller = new_caller()
    api.get("/v1/me", caller)
    return caller


def listed(api: Api, by: Caller, organization: str) -> list[tuple[str, int]]:
    """Return the states and uses of an organization's invitations, newest first."""
    rows = api.get(f"/v1/organizations/{organization}/invitations", by).json()["items"]
    return [(row["status"], row["uses"]) for row in rows]


def test_an_address_is_invited_and_joins_in_its_roles(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    manager = joined(api, administrator, slug, "org_admin")
    ada, email = addressed(api)
    answer = made(api, manager, slug, emails=[email.upper(), email], roles=["reviewer", "author"], expires_in_days=3)
    assert (answer["code"], [row["email"] for row in answer["items"]]) == (None, [email])
    own = api.get("/v1/me/invitations", ada).json()["items"]
    assert [(row["organization"], row["roles"]) for row in own] == [(slug, ["author", "reviewer"])]
    body = {"invitation": own[0]["id"]}
    response = api.post(MINE, ada, json=body)
    assert (response.status_code, response.headers["location"]) == (201, f"/v1/organizations/{slug}")
    assert response.json()["roles"] == ["author", "reviewer"]
    assert api.get("/v1/me/invitations", ada).json() == {"items": []}
    assert listed(api, manager, slug) == [("used", 1)]
    assert api.post(MINE, ada, json=body).status_code == 201  # is a member in these roles already
    log = api.get(f"/v1/organizations/{slug}/audit-log", manager).json()["items"]
    assert [row["action"] for row in log][:2] == ["member.joined", "invitation.made"]
    assert email not in str(log)


def test_an_invitation_to_an_address_is_of_nobody_else(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    ada, email = addressed(api)
    mallory, _ = addressed(api)
    unknown = newcomer(api)
    id_ = made(api, administrator, slug, emails=[email])["items"][0]["id"]
    for stranger in (mallory, unknown):
        problem(api.post(MINE, stranger, json={"invitation": id_}), 404, "not-found")
        assert api.get("/v1/me/invitations", stranger).json() == {"items": []}
    assert api.post(MINE, ada, json={"invitation": id_}).status_code == 201


def test_a_code_lets_as_many_join_as_it_says(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    code = made(api, administrator, slug, max_uses=2)["code"]
    first, second, third = (newcomer(api) for _ in range(3))
    assert api.post(MINE, first, json={"code": code}).json()["roles"] == ["learner"]
    assert api.post(MINE, first, json={"code": code}).status_code == 201  # uses nothing up
    assert api.post(MINE, second, json={"code": code.replace("-", "").lower()}).status_code == 201
    problem(api.post(MINE, third, json={"code": code}), 409, "invitation-ended")
    problem(api.post(MINE, third, json={"code": codes.draw()}), 404, "not-found")
    assert listed(api, administrator, slug) == [("used", 2)]


def test_a_code_is_stored_as_its_hash_alone(
    api: Api, administrator: Caller, database: dict[str, str], admin_url: str
) -> None:
    path, key = f"/v1/organizations/{create(api, administrator)}/invitations", {"idempotency-key": "once"}
    code, other = (api.post(path, administrator, json={}, headers=key).json()["code"] for _ in range(2))
    assert other != code
    with beyond_policies(database, admin_url) as connection:
        row = connection.execute(
            "select to_jsonb(i)::text, (select coalesce(string_agg(k.body, ''), '') from platform.idempotency_keys as k)"
            " from identity.invitations as i where i.code_hash = %s", [codes.hashed(code)],
        ).fetchone()  # fmt: skip
    assert row
    assert code.replace("-", "") not in row[0].replace("-", "").upper()
    assert code not in row[1]


@pytest.mark.parametrize(
    "written", ["O123-4567-89AB-CDEF", "0I23-4567-89AB-CDEF", "012345L789ABCDEF".replace("L7", "67")]
)
def test_a_code_is_read_as_people_write_it(written: str) -> None:
    assert codes.hashed(written) == codes.hashed("0123-4567-89AB-CDEF")


def test_an_invitation_ends_when_it_expires_or_is_revoked(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    member = newcomer(api)
    revoked = made(api, administrator, slug)
    path = f"/v1/organizations/{slug}/invitations/{revoked['items'][0]['id']}"
    assert api.request("DELETE", path, administrator).status_code == 204
    assert api.request("DELETE", path, administrator).status_code == 204  # changes nothing
    problem(api.post(MINE, member, json={"code": revoked["code"]}), 409, "invitation-ended")
    expiring = made(api, administrator, slug, expires_in_days=1)["code"]
    assert [status for status, _ in listed(api, administrator, slug)] == ["open", "revoked"]
    actions = [row["action"] for row in api.get(f"/v1/organizations/{slug}/audit-log", administrator).json()["items"]]
    assert actions.count("invitation.revoked") == 1
    with clock.moved_to(clock.now() + timedelta(days=1.5)):
        problem(api.post(MINE, member, json={"code": expiring}), 409, "invitation-ended")
    problem(api.request("DELETE", f"{path[:-36]}{uuid.uuid4()}", administrator), 404, "not-found")


def test_inviting_an_address_again_renews_its_invitation(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    ada, email = addressed(api)
    first = made(api, administrator, slug, emails=[email])["items"][0]
    api.request("DELETE", f"/v1/organizations/{slug}/invitations/{first['id']}", administrator)
    assert api.get("/v1/me/invitations", ada).json() == {"items": []}
    again = made(api, administrator, slug, emails=[email], roles=["author"])["items"][0]
    assert (again["id"], again["status"], again["roles"]) == (first["id"], "open", ["author"])
    assert api.post(MINE, ada, json={"invitation": again["id"]}).json()["roles"] == ["author"]


def test_joining_takes_no_role_away_and_lifts_no_suspension(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    author = joined(api, administrator, slug, "author")
    code = made(api, administrator, slug, max_uses=5)["code"]
    assert api.post(MINE, author, json={"code": code}).json()["roles"] == ["author", "learner"]
    save(api, administrator, slug, author, "author", status="suspended")
    problem(api.post(MINE, author, json={"code": code}), 409, "member-suspended")
    assert listed(api, administrator, slug) == [("open", 1)]


def test_who_is_suspended_cannot_leave_and_join_again(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    member = joined(api, administrator, slug)
    code = made(api, administrator, slug, max_uses=5)["code"]
    save(api, administrator, slug, member, status="suspended")
    problem(leave(api, member, slug), 404, "not-found")
    problem(api.post(MINE, member, json={"code": code}), 409, "member-suspended")


def test_an_invitation_of_before_does_not_undo_a_decision(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    joined(api, administrator, slug, "org_admin")
    ada, email = addressed(api)
    for decide in (partial(save, api, administrator, slug, ada), partial(remove, api, administrator, slug, ada)):
        id_ = made(api, administrator, slug, emails=[email], roles=["org_admin"])["items"][0]["id"]
        assert decide().is_success
        assert api.get("/v1/me/invitations", ada).json() == {"items": []}
        problem(api.post(MINE, ada, json={"invitation": id_}), 409, "invitation-ended")


def test_who_has_an_address_of_the_domain_joins_without_an_invitation(api: Api, administrator: Caller) -> None:
    slug, domain = create(api, administrator), f"{uuid.uuid4().hex}.example.com"
    inside, outside, unknown = new_caller(), new_caller(), newcomer(api)
    inside.token = tokens.sign(inside.id, email=f"Ada@{domain.upper()}")
    outside.token = tokens.sign(outside.id, email=f"ada@{domain}.example.org")
    problem(api.post(MINE, inside, json={"organization": slug}), 404, "not-found")
    changed = api.patch(f"/v1/organizations/{slug}", administrator, json={"email_domains": [domain]})
    assert changed.json()["email_domains"] == [domain]
    assert api.post(MINE, inside, json={"organization": slug}).json()["roles"] == ["learner"]
    for stranger in (outside, unknown):
        problem(api.post(MINE, stranger, json={"organization": slug}), 404, "not-found")


def test_nobody_joins_public_or_a_closed_organization(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    code = made(api, administrator, slug)["code"]
    api.patch(f"/v1/organizations/{slug}", administrator, json={"status": "closed"})
    learner = newcomer(api)
    problem(api.post(MINE, learner, json={"code": code}), 404, "not-found")
    problem(api.post(MINE, learner, json={"organization": "public"}), 404, "not-found")
    problem(invite(api, administrator, "public"), 409, "public-organization")
    answer = api.patch("/v1/organizations/public", administrator, json={"email_domains": ["example.com"]})
    problem(answer, 409, "public-organization")


def test_a_full_organization_takes_nobody_and_uses_nothing_up(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator, max_members=1)
    joined(api, administrator, slug)
    code = made(api, administrator, slug)["code"]
    problem(api.post(MINE, newcomer(api), json={"code": code}), 409, "members-full")
    assert listed(api, administrator, slug) == [("open", 0)]


def test_the_last_use_of_a_code_is_taken_once(api: Api, administrator: Caller, fresh_database: dict[str, str]) -> None:
    slug = create(api, administrator)
    code = made(api, administrator, slug, max_uses=2)["code"]

    def join(learner: Caller) -> str:
        try:
            with transactions.begin(proofs.principal(learner.id)) as db:
                service.join_organization(db, Joining(code=code))
        except psycopg.Error as error:
            return str(error.diag.constraint_name)
        return "joined"

    outcomes = at_once([partial(join, newcomer(api)) for _ in range(6)])
    assert sorted(outcomes) == ["invitation-ended"] * 4 + ["joined"] * 2
    assert listed(api, administrator, slug) == [("used", 2)]


def test_who_joins_finds_the_organizations_content_open(
    api: Api, administrator: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    with beyond_policies(fresh_database, admin_url) as connection:
        tenant = make_tenant(connection)
    learner = newcomer(api)
    challenge = f"/v1/challenges/{tenant.ref('url-shortener')}"
    problem(api.get(challenge, learner), 404, "not-found")
    api.post(MINE, learner, json={"code": made(api, administrator, tenant.slug)["code"]})
    assert api.get(challenge, learner).json()["unlocked"] is True


def test_an_administrator_of_another_organization_sees_and_invites_nobody(api: Api, administrator: Caller) -> None:
    mine, other = create(api, administrator), create(api, administrator)
    manager = joined(api, administrator, mine, "org_admin")
    id_ = made(api, administrator, other)["items"][0]["id"]
    for organization in (other, "no-such"):
        path = f"/v1/organizations/{organization}/invitations"
        problem(invite(api, manager, organization), 403, "forbidden")
        problem(api.get(path, manager), 403, "forbidden")
        problem(api.request("DELETE", f"{path}/{id_}", manager), 403, "forbidden")
    problem(api.request("DELETE", f"/v1/organizations/{mine}/invitations/{id_}", manager), 404, "not-found")
    assert listed(api, administrator, other) == [("open", 0)]


def test_an_organization_makes_500_invitations_a_day(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    for call in range(5):
        made(api, administrator, slug, emails=[f"{call}-{number}@example.com" for number in range(100)])
    made(api, administrator, slug, emails=[f"0-{number}@example.com" for number in range(100)])  # renewed, not made
    problem(invite(api, administrator, slug, emails=["one-more@example.com"]), 429, "too-many-invitations")
    pages = walk(api, administrator, f"/v1/organizations/{slug}/invitations", limit=100)
    assert [len(page) for page in pages] == [100] * 5
    assert len({row["id"] for page in pages for row in page}) == 500


def test_old_invitations_are_purged_and_those_of_who_was_erased(
    api: Api, administrator: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    slug = create(api, administrator)
    ada, email = addressed(api)
    made(api, administrator, slug, emails=[email])
    made(api, administrator, slug, expires_in_days=1)
    made(api, administrator, slug, expires_in_days=90)
    username = api.get("/v1/me", ada).json()["username"]
    assert api.request("DELETE", "/v1/me", ada, params={"confirm": username}).status_code in {202, 204}
    assert len(listed(api, administrator, slug)) == 2
    with clock.moved_to(clock.now() + timedelta(days=32)):
        registry.load("functions.scheduled.purge_keys")({}, None)
    with beyond_policies(fresh_database, admin_url) as connection:
        left = connection.execute("select count(*) from identity.invitations").fetchone()
    assert left == (1,)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"emails": ["no address"]}, "/body/emails/0"),
        ({"emails": ["a@example.com"] * 101}, "/body/emails"),
        ({"emails": ["a@example.com"], "roles": ["owner"]}, "/body/roles/0"),
        ({"emails": ["a@example.com"], "roles": []}, "/body/roles"),
        ({"emails": ["a@example.com"], "max_uses": 2}, "/body/max_uses"),
        ({"roles": ["org_admin"]}, "/body/roles"),
        ({"max_uses": 0}, "/body/max_uses"),
        ({"max_uses": 1001}, "/body/max_uses"),
        ({"expires_in_days": 91}, "/body/expires_in_days"),
    ],
)
def test_what_no_invitation_can_be_is_pointed_at(
    api: Api, administrator: Caller, body: dict[str, Any], pointer: str
) -> None:
    slug = create(api, administrator)
    response = invite(api, administrator, slug, **body)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
    assert listed(api, administrator, slug) == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/body"),
        ({"code": "0123-4567-89AB-CDEF", "organization": "acme"}, "/body"),
        ({"code": "123"}, "/body/code"),
        ({"invitation": "123"}, "/body/invitation"),
        ({"organization": "a:b"}, "/body/organization"),
    ],
)
def test_one_thing_to_join_by_is_sent(api: Api, learner: Caller, body: dict[str, Any], pointer: str) -> None:
    response = api.post(MINE, learner, json=body)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
