"""A load of the content files touches the content of public alone, whatever slugs others chose."""

from pathlib import Path

import psycopg

from progressive_flow.operations.reference_data.service import load_reference_data
from tests.support.learning import beyond_policies
from tests.support.loading import edit_challenge
from tests.support.scene import one
from tests.support.tenants import make_tenant

OF_ORGANIZATIONS = """
select c.oid::regclass::text
from pg_class as c inner join pg_attribute as a on a.attrelid = c.oid and a.attname = 'organization_id'
where c.relkind = 'r' and not c.relispartition
and c.relnamespace::regnamespace::text in ('curriculum', 'content', 'assessment', 'gamification')
order by 1
"""
EMPTY = {"curriculum.track_prerequisites", "content.imports", "content.exports", "gamification.xp_archived"}


def everything_of(connection: psycopg.Connection, organization: object) -> dict[str, str]:
    """Return the rows of an organization, by table."""
    return {
        table: one(
            connection,
            f"select string_agg(to_jsonb(t)::text, E'\\n' order by to_jsonb(t)::text) from {table} as t"
            " where organization_id = %s",
            organization,
        )
        for (table,) in connection.execute(OF_ORGANIZATIONS.encode()).fetchall()
    }


def test_a_load_leaves_the_content_of_organizations_alone(
    fresh_database: dict[str, str], admin_url: str, root: Path
) -> None:
    with beyond_policies(fresh_database, admin_url) as connection:
        tenant = make_tenant(connection)
        before = everything_of(connection, tenant.id)
        assert {table for table, rows in before.items() if rows is None} == EMPTY
        assert len(before) - len(EMPTY) == 18
        edit_challenge(root, "url-shortener", lambda file: file.update(title="Another", prerequisites=[]))
        edit_challenge(root, "pastebin", lambda file: file.update(description="Another description of the same."))
        done = load_reference_data(root)
        assert done["challenges"] == done["versions"] == 2
        assert everything_of(connection, tenant.id) == before
