"""Every role with every permission, asked of `identity.require`, and that Python knows the same permissions."""

import uuid
from typing import get_args

import psycopg
import pytest

from progressive_flow.kernel.declarations.permissions import Permission
from tests.support.scene import act_as, make_user

PERMISSIONS: tuple[str, ...] = get_args(Permission)
ROLES: dict[str, set[str]] = {
    "learner": set(),
    "author": {"content.read", "content.write", "content.import", "media.manage"},
    "reviewer": {"content.read", "content.review", "content.publish", "moderation.decide"},
    "instructor": {
        "classes.teach",
        "coursework.write",
        "submissions.read",
        "grades.write",
        "grades.release",
        "announcements.write",
        "discussions.moderate",
        "learners.message",
        "analytics.aggregate",
        "analytics.individual",
        "reports.run",
        "similarity.read",
    },
    "org_admin": set(PERMISSIONS),
}


@pytest.fixture
def tenants(superuser: psycopg.Connection) -> tuple[uuid.UUID, uuid.UUID]:
    """Two organizations."""
    first, second = uuid.uuid4(), uuid.uuid4()
    for tenant in (first, second):
        superuser.execute(
            "insert into identity.organizations (id, slug, name, created_at) values (%s, %s, 'Acme', now())",
            [tenant, f"acme-{tenant}"],
        )
    return first, second


def join(connection: psycopg.Connection, tenant: uuid.UUID, user: uuid.UUID, roles: list[str]) -> None:
    """Make a user a member in some roles."""
    connection.execute(
        "insert into identity.members (organization_id, user_id, roles, created_at) values (%s, %s, %s, now())",
        [tenant, user, roles],
    )


def granted(connection: psycopg.Connection, organization: uuid.UUID | None) -> set[str]:
    """Return the permissions that the present user has; every refusal must name its permission."""
    found = set()
    for permission in PERMISSIONS:
        try:
            with connection.transaction():
                connection.execute("set local role application")
                connection.execute("select identity.require(%s, %s)", [organization, permission])
                connection.execute("reset role")
            found.add(permission)
        except psycopg.Error as error:
            assert (error.sqlstate, error.diag.constraint_name) == ("PF403", "forbidden")  # noqa: PT017
            assert error.diag.message_detail == f'{{"permission": "{permission}"}}'  # noqa: PT017
    return found


def test_python_knows_the_permissions_of_the_table(superuser: psycopg.Connection) -> None:
    """To fix it, copy the names from the migration into `kernel/declarations/permissions.py`."""
    rows = superuser.execute("select p.name from identity.permissions as p").fetchall()
    assert {row[0] for row in rows} == set(PERMISSIONS)
    assert len(rows) == len(PERMISSIONS) == 29


def test_the_roles_are_these_five(superuser: psycopg.Connection) -> None:
    assert {row[0] for row in superuser.execute("select r.name from identity.roles as r")} == ROLES.keys()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_its_permissions_in_its_organization_alone(
    superuser: psycopg.Connection, tenants: tuple[uuid.UUID, uuid.UUID], role: str
) -> None:
    here, elsewhere = tenants
    user = make_user(superuser)
    join(superuser, here, user, [role])
    join(superuser, elsewhere, user, ["learner"])
    act_as(superuser, user, role)  # a group of the token with the name of a role gives nothing
    assert granted(superuser, here) == ROLES[role]
    assert granted(superuser, elsewhere) == set()
    assert granted(superuser, None) == set()


def test_roles_add_up(superuser: psycopg.Connection, tenants: tuple[uuid.UUID, uuid.UUID]) -> None:
    user = make_user(superuser)
    join(superuser, tenants[0], user, ["author", "reviewer"])
    act_as(superuser, user)
    assert granted(superuser, tenants[0]) == ROLES["author"] | ROLES["reviewer"]


def test_who_is_no_member_or_nobody_has_no_permission(
    superuser: psycopg.Connection, tenants: tuple[uuid.UUID, uuid.UUID]
) -> None:
    assert granted(superuser, tenants[0]) == set()
    act_as(superuser, make_user(superuser))
    assert granted(superuser, tenants[0]) == set()
    assert granted(superuser, uuid.uuid4()) == set()


def test_the_platforms_administrator_has_every_permission_everywhere(
    superuser: psycopg.Connection, tenants: tuple[uuid.UUID, uuid.UUID]
) -> None:
    act_as(superuser, make_user(superuser), "platform_admin")
    for organization in (None, *tenants):
        assert granted(superuser, organization) == set(PERMISSIONS)


def test_an_unknown_permission_is_an_error_even_for_an_administrator(superuser: psycopg.Connection) -> None:
    act_as(superuser, make_user(superuser), "platform_admin")
    with pytest.raises(psycopg.errors.InvalidParameterValue), superuser.transaction():
        superuser.execute("select identity.require(null, 'content.wirte')")


def test_no_permission_reads_direct_messages() -> None:
    assert [name for name in PERMISSIONS if "message" in name] == ["learners.message"]


@pytest.mark.parametrize("roles", [["owner"], ["learner", "platform_admin"], []])
def test_members_have_only_roles_that_exist(
    superuser: psycopg.Connection, tenants: tuple[uuid.UUID, uuid.UUID], roles: list[str]
) -> None:
    user = make_user(superuser)
    with pytest.raises(psycopg.errors.CheckViolation), superuser.transaction():
        join(superuser, tenants[0], user, roles)
