"""A route whose path names an organization: the kernel asks for its permission there, in the flush that opens the transaction."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel.principal import PLATFORM_ADMIN
from tests.support import proofs
from tests.support.made_up import read_drafts
from tests.support.scene import make_user
from tests.support.wire import Proxy, behind_proxy, event

PUBLIC_ORGANIZATION = "00000000-0000-7000-8000-000000000001"


@pytest.fixture
def users(database: dict[str, str], admin_url: str) -> dict[str, uuid.UUID]:
    """A member of a new organization in each of two roles, and a stranger who is an author elsewhere."""
    url = admin_url.rpartition("/")[0] + "/" + database["migrator"].rpartition("/")[2]
    tenant = uuid.uuid4()
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into identity.organizations (id, slug, name, created_at) values (%s, %s, 'Acme', now())",
            [tenant, f"acme-{tenant}"],
        )
        found = {role: make_user(connection) for role in ("author", "learner", "stranger")}
        for role in ("author", "learner"):
            connection.execute(
                "insert into identity.members (organization_id, user_id, roles, created_at) values (%s, %s, %s, now())",
                [tenant, found[role], [role]],
            )
        connection.execute(
            "update identity.members set roles = '{author}' where user_id = %s and organization_id = %s",
            [found["stranger"], PUBLIC_ORGANIZATION],
        )
    return {**found, "tenant": tenant}


def read(user: uuid.UUID, organization: str, groups: str = "") -> dict[str, Any]:
    """Call the route as a user, in an organization."""
    sent = event(read_drafts, user)
    sent["pathParameters"] = {"organization": organization}
    proof = proofs.of(user, [groups] if groups else [])
    sent["requestContext"]["authorizer"]["jwt"]["claims"] |= {"cognito:groups": f"[{groups}]", "proof": proof}
    return read_drafts(sent, None)


@pytest.mark.parametrize(("role", "status"), [("author", 200), ("learner", 403), ("stranger", 403)])
def test_the_permission_counts_in_the_organization_of_the_path(
    users: dict[str, uuid.UUID], role: str, status: int
) -> None:
    answer = read(users[role], f"acme-{users['tenant']}")
    assert answer["statusCode"] == status
    if status == 403:
        assert json.loads(answer["body"])["permission"] == "content.read"


def test_the_platforms_administrator_reads_there_without_being_a_member(users: dict[str, uuid.UUID]) -> None:
    assert read(users["stranger"], f"acme-{users['tenant']}", PLATFORM_ADMIN)["statusCode"] == 200


def test_an_organization_that_does_not_exist_is_refused_alike(users: dict[str, uuid.UUID]) -> None:
    unknown, hidden = read(users["stranger"], "unknown"), read(users["stranger"], f"acme-{users['tenant']}")
    assert unknown["statusCode"] == 403
    assert {**json.loads(unknown["body"]), "instance": ""} == {**json.loads(hidden["body"]), "instance": ""}


def test_it_costs_no_round_trip(users: dict[str, uuid.UUID], proxy: Proxy) -> None:
    counts = []
    for _ in range(4):
        before = proxy.round_trips
        assert read(users["author"], f"acme-{users['tenant']}")["statusCode"] == 200
        counts.append(proxy.round_trips - before)
    assert min(counts) == 2


@pytest.fixture
def proxy(database: dict[str, str]) -> Iterator[Proxy]:
    """A proxy between the kernel and the database."""
    with behind_proxy(database) as made:
        yield made
