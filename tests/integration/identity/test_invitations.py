"""/v1/organizations/{organization}/invitations: addresses and codes, and how they end."""

import uuid
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from progressive_flow.identity.invitations import codes
from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from tests.support.api import Api, Caller, problem
from tests.support.inviting import MINE, addressed, invite, listed, made, newcomer
from tests.support.learning import beyond_policies, pointers, walk
from tests.support.membership import create, joined, remove, save


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


def test_an_invitation_of_before_does_not_undo_a_decision(api: Api, administrator: Caller) -> None:
    slug = create(api, administrator)
    joined(api, administrator, slug, "org_admin")
    ada, email = addressed(api)
    for decide in (partial(save, api, administrator, slug, ada), partial(remove, api, administrator, slug, ada)):
        id_ = made(api, administrator, slug, emails=[email], roles=["org_admin"])["items"][0]["id"]
        assert decide().is_success
        assert api.get("/v1/me/invitations", ada).json() == {"items": []}
        problem(api.post(MINE, ada, json={"invitation": id_}), 409, "invitation-ended")


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
