"""POST /v1/me/organizations: by a code, by a domain, and who cannot."""

import uuid
from functools import partial
from typing import Any

import psycopg
import pytest

from progressive_flow.identity.invitations import codes, service
from progressive_flow.identity.invitations.models import Joining
from progressive_flow.kernel.database import transactions
from tests.support import proofs, tokens
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.connections import at_once
from tests.support.inviting import MINE, invite, listed, made, newcomer
from tests.support.learning import beyond_policies, pointers
from tests.support.membership import create, joined, leave, save
from tests.support.tenants import make_tenant


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


def test_who_has_an_address_of_the_domain_joins_without_an_invitation(api: Api, administrator: Caller) -> None:
    slug, domain = create(api, administrator), f"{uuid.uuid4().hex}.example.com"
    inside, outside, unknown = new_caller(), new_caller(), newcomer(api)
    inside.token = tokens.sign(inside.id, email=f"Ada@{domain.upper()}")
    outside.token = tokens.sign(outside.id, email=f"ada@{domain}.example.org")
    problem(api.post(MINE, inside, json={"organization": slug}), 404, "not-found")
    changed = api.patch(f"/v1/organizations/{slug}", administrator, json={"email_domains": [domain.upper()]})
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
