"""Rows of an organization: its members alone read them, whatever code in a function asks for."""

import psycopg
import pytest

from tests.support.scene import act_as, make_user, one
from tests.support.tenants import Tenant, join, make_tenant

OF_ORGANIZATIONS = (
    "curriculum.learning_tracks",
    "curriculum.track_prerequisites",
    "curriculum.modules",
    "curriculum.lessons",
    "curriculum.challenges",
    "curriculum.challenge_prerequisites",
    "curriculum.challenge_levels",
    "content.challenge_versions",
    "assessment.assessment_questions",
    "gamification.achievements",
)


@pytest.mark.parametrize("table", OF_ORGANIZATIONS)
def test_members_alone_see_rows(superuser: psycopg.Connection, tenant: Tenant, table: str) -> None:
    """A policy of each table decides, however it is reached: a join that somebody forgets shows nothing."""
    forced = one(
        superuser, "select relrowsecurity and relforcerowsecurity from pg_class where oid = %s::regclass", table
    )
    assert forced
    member, stranger, suspended = (make_user(superuser) for _ in range(3))
    join(superuser, tenant.id, member)
    join(superuser, tenant.id, suspended)
    superuser.execute("update identity.members set status = 'suspended' where user_id = %s", [suspended])
    there = one(superuser, f"select count(*) from {table} where organization_id = %s", tenant.id)
    superuser.execute("set local role application")
    for user, visible in ((member, there), (stranger, 0), (suspended, 0)):
        act_as(superuser, user)
        assert (
            one(superuser, f"select count(organization_id) from {table} where organization_id = %s", tenant.id)
            == visible
        )


@pytest.mark.parametrize("column", ["content", "content_hash", "published_by"])
def test_the_application_reads_no_content_of_a_version(
    superuser: psycopg.Connection, tenant: Tenant, column: str
) -> None:
    join(superuser, tenant.id, member := make_user(superuser))
    act_as(superuser, member)
    superuser.execute("set local role application")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), superuser.transaction():
        superuser.execute(f"select {column} from content.challenge_versions".encode())


def test_the_leaderboards_of_an_organization_are_its_members_alone(superuser: psycopg.Connection) -> None:
    """In SQL too, whatever a function asks for: the organization's own, and those of its challenges."""
    acme = make_tenant(superuser)
    member, stranger = make_user(superuser), make_user(superuser)
    join(superuser, acme.id, member)
    challenge = one(superuser, "select id from curriculum.challenges where ref = 'acme:url-shortener'")
    public = one(superuser, "select id from curriculum.challenges where ref = 'url-shortener'")
    for kind, scope in (("organization", acme.id), ("challenge", challenge), ("challenge", public)):
        superuser.execute(
            "insert into gamification.leaderboard_scores (scope_type, scope_id, metric_type, period_type, period_date, user_id,"
            " metric_value, reached_at) values (%s, %s, 'xp', 'all_time', '1970-01-01', %s, 5, now())",
            [kind, scope, member],
        )
        superuser.execute(
            "select gamification.update_leaderboard_rankings('all_time', '1970-01-01', 'xp', %s, %s)", [kind, scope]
        )
        superuser.execute(
            "insert into gamification.leaderboard_snapshots (scope_type, scope_id, metric_type, period_type, period_date, rank,"
            " user_id, metric_value, reached_at, created_at) values (%s, %s, 'xp', 'all_time', '1970-01-01', 1, %s, 5, now(), now())",
            [kind, scope, member],
        )
    superuser.execute("set local role reader")
    for user, visible in ((member, {acme.id, challenge, public}), (stranger, {public})):
        act_as(superuser, user)
        for table in ("leaderboards", "leaderboard_ranks", "leaderboard_scores", "leaderboard_snapshots"):
            scopes = superuser.execute(
                f"select scope_id from gamification.{table} where scope_id = any(%s)".encode(),
                [[acme.id, challenge, public]],
            )
            assert {row[0] for row in scopes} == visible, table
