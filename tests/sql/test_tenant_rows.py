"""Rows of an organization: its members alone read them, whatever code in a function asks for."""

from contextlib import suppress

import psycopg
import pytest

from tests.support.scene import act_as, make_user, one
from tests.support.tenants import Tenant, join, make_tenant

# Tables whose rows say which organization they belong to, and whether the policy of content makes its members their readers.
OF_ORGANIZATIONS = """
select
    c.oid::regclass::text,
    exists (
        select from pg_policy as p
        where p.polrelid = c.oid and pg_get_expr(p.polqual, p.polrelid) like '(organization_id = ANY (ARRAY( SELECT identity.organization_ids()%'
    )
from pg_class as c
inner join pg_attribute as a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text in (
    select s.name from platform.domain_schemas as s
)
"""
WITHOUT_ROWS = {"curriculum.track_prerequisites"}


def test_members_alone_see_rows(superuser: psycopg.Connection, tenant: Tenant) -> None:
    """A policy of each table decides, however it is reached: a join that somebody forgets shows nothing."""
    member, stranger, suspended = (make_user(superuser) for _ in range(3))
    join(superuser, tenant.id, member)
    join(superuser, tenant.id, suspended)
    superuser.execute("update identity.members set status = 'suspended' where user_id = %s", [suspended])
    there = {table: _rows(superuser, table, tenant) for table, by_policy in _tables(superuser) if by_policy}
    assert {table for table, rows in there.items() if not rows} == WITHOUT_ROWS
    assert {"content.challenge_versions", "curriculum.pages", "gamification.achievements"} < there.keys()
    superuser.execute("set local role application")
    for user, visible in ((member, there), (stranger, dict.fromkeys(there, 0)), (suspended, dict.fromkeys(there, 0))):
        act_as(superuser, user)
        assert {table: _rows(superuser, table, tenant) for table in there} == visible


def test_who_belongs_to_none_reads_no_row_of_an_organization(superuser: psycopg.Connection, tenant: Tenant) -> None:
    """Whatever kind of table it is: under the policy of content, of learners' own rows, or for functions alone."""
    tables = [table for table, _ in _tables(superuser)]
    assert sum(_rows(superuser, table, tenant) > 0 for table in tables) > len(tables) / 2
    act_as(superuser, make_user(superuser))
    superuser.execute("set local role application")
    for table in tables:
        with suppress(psycopg.errors.InsufficientPrivilege), superuser.transaction():
            assert _rows(superuser, table, tenant) == 0, table


def _tables(connection: psycopg.Connection) -> list[tuple[str, bool]]:
    return connection.execute(OF_ORGANIZATIONS.encode()).fetchall()


def _rows(connection: psycopg.Connection, table: str, tenant: Tenant) -> int:
    rows: int = one(connection, f"select count(organization_id) from {table} where organization_id = %s", tenant.id)
    return rows


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
