"""Looks at the database's own catalogue: what exists, what a change would lose, what was changed by hand."""

import psycopg
from psycopg import sql

from progressive_flow.operations.database_setup.cluster import SCHEMAS

# Not by platform.domain_schemas: before the first migration there is no view.
OURS = f"n.nspname in ({', '.join(repr(schema) for schema in SCHEMAS)})"

# Monthly partitions come and go by schedule, so they are no drift. What an owner may by default is written down or not:
# a restored dump leaves it out.
OBJECTS = f"""
select 'function ' || n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as object,
    md5(pg_get_functiondef(p.oid) || pg_get_userbyid(p.proowner) || coalesce(p.proacl::text, '')) as fingerprint
from pg_proc as p inner join pg_namespace as n on n.oid = p.pronamespace where {OURS}
union all
select 'view ' || n.nspname || '.' || c.relname, md5(pg_get_viewdef(c.oid) || coalesce(c.reloptions::text, ''))
from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace where {OURS} and c.relkind in ('v', 'm')
union all
select 'table ' || n.nspname || '.' || c.relname, md5(concat_ws('|', c.relrowsecurity, c.relforcerowsecurity, coalesce(c.relacl, acldefault('r', c.relowner))::text,
    (select string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attacl::text, pg_get_expr(d.adbin, d.adrelid)), ',' order by a.attnum)
     from pg_attribute as a left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    (select string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ',' order by k.conname) from pg_constraint as k where k.conrelid = c.oid),
    (select string_agg(pg_get_indexdef(i.indexrelid), ',' order by i.indexrelid::regclass::text) from pg_index as i where i.indrelid = c.oid),
    (select string_agg(pg_get_triggerdef(t.oid), ',' order by t.tgname) from pg_trigger as t where t.tgrelid = c.oid and not t.tgisinternal),
    (select string_agg(concat_ws(' ', l.polname, l.polcmd, l.polroles::regrole[]::text, pg_get_expr(l.polqual, l.polrelid), pg_get_expr(l.polwithcheck, l.polrelid)), ',' order by l.polname)
     from pg_policy as l where l.polrelid = c.oid)
))
from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
where {OURS} and c.relkind in ('r', 'p') and c.relname !~ '_y\\d{{4}}m\\d{{2}}$'
"""


def drift(connection: psycopg.Connection) -> list[str]:
    """Return the objects that differ from what the last run left; nothing before the first run."""
    rows = connection.execute(
        f"""
        select coalesce(now_there.object, left_there.object)
        from ({OBJECTS}) as now_there full join platform.schema_objects as left_there using (object)
        where now_there.fingerprint is distinct from left_there.fingerprint
        and exists (select from platform.schema_objects)
        order by 1
        """.encode()
    )
    return [row[0] for row in rows]


def remember(connection: psycopg.Connection) -> None:
    """Store what the schema is now, for `drift` to compare with."""
    with connection.transaction():
        connection.execute("delete from platform.schema_objects")
        connection.execute(f"insert into platform.schema_objects (object, fingerprint) {OBJECTS}".encode())


def columns(connection: psycopg.Connection) -> set[str]:
    """Return every column of every table of ours, as schema.table.column."""
    query = f"""
        select n.nspname || '.' || c.relname || '.' || a.attname
        from pg_attribute as a inner join pg_class as c on c.oid = a.attrelid inner join pg_namespace as n on n.oid = c.relnamespace
        where {OURS} and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
        """
    return {row[0] for row in connection.execute(query.encode())}


def filled_columns(connection: psycopg.Connection) -> set[str]:
    """Return the columns of the tables that hold rows."""
    found = columns(connection)
    tables = {column.rpartition(".")[0] for column in found} - {"platform.schema_history", "platform.schema_objects"}
    filled = {table for table in tables if _has_rows(connection, table)}
    return {column for column in found if column.rpartition(".")[0] in filled}


def _has_rows(connection: psycopg.Connection, table: str) -> bool:
    """Look past row-level security, which hides rows even from a table's owner, and put it back."""
    name = sql.Identifier(*table.split("."))
    with connection.transaction(force_rollback=True):
        connection.execute(sql.SQL("alter table {} no force row level security").format(name))
        row = connection.execute(sql.SQL("select exists (select from {})").format(name)).fetchone()
    return bool(row and row[0])


def drop_invalid_indexes(connection: psycopg.Connection) -> list[str]:
    """Drop the indexes that a failed `create index concurrently` left; return their names."""
    query = f"""
        select i.indexrelid::regclass::text
        from pg_index as i inner join pg_class as c on c.oid = i.indexrelid inner join pg_namespace as n on n.oid = c.relnamespace
        where {OURS} and not i.indisvalid
        """
    names = [str(row[0]) for row in connection.execute(query.encode())]
    for name in names:
        connection.execute(sql.SQL("drop index {}").format(sql.Identifier(*name.replace('"', "").split("."))))
    return names
