"""Rules on the schema itself, asked of PostgreSQL's catalogue, so that no new table can forget one."""

from typing import Any

import psycopg
import pytest

from progressive_flow.operations.database_setup.cluster import SCHEMAS
from progressive_flow.operations.migrations.files import sql_root

OURS = "n.nspname in (select s.name from platform.domain_schemas as s)"
# A learner's or tenant's column without row-level security, and why.
OPEN_TABLES = {
    "identity.public_profiles": "holds only what its learner lets others see",
}


def names(connection: psycopg.Connection, query: str) -> list[str]:
    """Return the first column of a catalogue query."""
    return [str(row[0]) for row in connection.execute(query.encode())]


# Each rule is a query for its offenders, and something that would offend.
RULES: dict[str, tuple[str, str]] = {
    "nothing lives in public": (
        """
        select c.relname from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace where n.nspname = 'public'
        union all
        select p.proname from pg_proc as p inner join pg_namespace as n on n.oid = p.pronamespace where n.nspname = 'public'
        """,
        "create table public.stray (id int)",
    ),
    "table names are unique across schemas": (
        f"""
        select c.relname from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
        where {OURS} and c.relkind in ('r', 'p', 'v', 'm') group by c.relname having count(*) > 1
        """,
        "create table social.users (id int primary key)",
    ),
    "every table has a primary key and a comment": (
        f"""
        select n.nspname || '.' || c.relname from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
        where {OURS} and c.relkind in ('r', 'p') and not c.relispartition and (
            not exists (select from pg_constraint as k where k.conrelid = c.oid and k.contype = 'p')
            or obj_description(c.oid) is null
        )
        """,
        "create table social.bare (id int)",
    ),
    "every foreign key says what happens on delete": (
        f"""
        select k.conname from pg_constraint as k inner join pg_namespace as n on n.oid = k.connamespace
        where {OURS} and k.contype = 'f' and k.confdeltype = 'a'
        """,
        "create table social.likes (user_id uuid references identity.users (id))",
    ),
    # An index of some rows alone serves where the others refer to nothing, or to the organization of public, which is never deleted.
    "every foreign key is indexed": (
        f"""
        select k.conrelid::regclass || ' ' || k.conname
        from pg_constraint as k inner join pg_namespace as n on n.oid = k.connamespace
        where {OURS} and k.contype = 'f' and k.conparentid = 0 and not exists (
            select from pg_index as i
            where i.indrelid = k.conrelid
            and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
            and (
                i.indpred is null
                or pg_get_expr(i.indpred, i.indrelid) in (
                    select format(known.condition, a.attname, identity.public_organization())
                    from pg_attribute as a
                    cross join (values ('(%I IS NOT NULL)'), ('(%I <> %L::uuid)')) as known (condition)
                    where a.attrelid = k.conrelid and a.attnum = any(k.conkey)
                )
            )
        )
        """,
        """
        create table social.likes (user_id uuid references identity.users (id) on delete cascade, since date);
        create index likes_user_id_idx on social.likes (user_id) where since is not null
        """,
    ),
    "a nullable foreign key says why": (
        f"""
        select k.conrelid::regclass || '.' || a.attname
        from pg_constraint as k inner join pg_namespace as n on n.oid = k.connamespace
        inner join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
        where {OURS} and k.contype = 'f' and k.conparentid = 0 and not a.attnotnull and col_description(a.attrelid, a.attnum) is null
        """,
        "create table social.likes (user_id uuid references identity.users (id) on delete cascade)",
    ),
    "every instant has a zone": (
        f"""
        select c.relname || '.' || a.attname
        from pg_attribute as a inner join pg_class as c on c.oid = a.attrelid inner join pg_namespace as n on n.oid = c.relnamespace
        where {OURS} and a.attnum > 0 and a.atttypid in ('timestamp'::regtype, 'timetz'::regtype)
        """,
        "create table social.likes (at timestamp)",
    ),
    "no index repeats the beginning of another": (
        f"""
        select short.indexrelid::regclass || ' is within ' || long.indexrelid::regclass
        from pg_index as short inner join pg_index as long
            on long.indrelid = short.indrelid and long.indexrelid <> short.indexrelid
        inner join pg_class as c on c.oid = short.indrelid inner join pg_namespace as n on n.oid = c.relnamespace
        where {OURS} and not short.indisunique and short.indpred is null and long.indpred is null
        and short.indexprs is null and long.indexprs is null
        and (long.indkey::text || ' ') like (short.indkey::text || ' %')
        and (long.indclass::text || ' ') like (short.indclass::text || ' %')
        and (long.indoption::text || ' ') like (short.indoption::text || ' %')
        """,
        "create table social.probe (a int, b int); create index short on social.probe (a); create index long on social.probe (a, b)",
    ),
    "policies ask for the current user once and not per row": (
        """
        select tablename || ' ' || policyname from pg_policies
        where replace(
            concat_ws(' ', qual, with_check), '( SELECT identity.current_user_id() AS current_user_id)', ''
        ) ~ 'current_user_id|current_setting'
        """,
        "create policy slow on identity.users using (id = identity.current_user_id())",
    ),
    "append-only tables grant no change": (
        """
        select distinct c.oid::regclass || ' ' || g.grantee::regrole
        from pg_class as c cross join aclexplode(c.relacl) as g
        where (
            c.oid = 'gamification.xp_awards'::regclass or exists (
                select from pg_trigger as t
                where t.tgrelid = c.oid and t.tgfoid = 'platform.refuse_change'::regproc
            )
        ) and g.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE') and g.grantee <> c.relowner
        """,
        "grant delete on platform.audit_log to definer",
    ),
    "no privilege is granted by default": (
        """
        select d.defaclobjtype::text from pg_default_acl as d cross join aclexplode(d.defaclacl) as g
        where g.grantee <> d.defaclrole
        """,
        "alter default privileges for role migrator in schema social grant delete on tables to definer",
    ),
    "definer functions pin their search path": (
        f"""
        select p.proname from pg_proc as p inner join pg_namespace as n on n.oid = p.pronamespace
        where {OURS} and p.prosecdef
        and (not coalesce(p.proconfig, '{{}}') && array['search_path=""'] or pg_get_userbyid(p.proowner) <> 'definer')
        """,
        "create function social.loose() returns int language sql security definer as 'select 1'",
    ),
    "nobody executes a function by being public": (
        f"""
        select p.proname from pg_proc as p inner join pg_namespace as n on n.oid = p.pronamespace
        where {OURS} and p.prorettype <> 'trigger'::regtype
        and (p.proacl is null or exists (select from aclexplode(p.proacl) as grant_ where grant_.grantee = 0))
        """,
        "create function social.loose() returns int language sql as 'select 1'",
    ),
    "views run with the rights of who asks": (
        f"""
        select c.relname from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
        where {OURS} and c.relkind = 'v' and not coalesce(c.reloptions, '{{}}') && array['security_invoker=true']
        """,
        "create view social.peek as select id from identity.users",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_the_schema_keeps(superuser: psycopg.Connection, rule: str) -> None:
    assert names(superuser, RULES[rule][0]) == []


@pytest.mark.parametrize("rule", RULES)
def test_an_offender_is_caught_by(superuser: psycopg.Connection, rule: str) -> None:
    query, offence = RULES[rule]
    superuser.execute(offence.encode())
    assert names(superuser, query) != []


def test_the_schemas_are_those_of_the_search_paths(superuser: psycopg.Connection) -> None:
    assert set(names(superuser, "select s.name from platform.domain_schemas as s")) == set(SCHEMAS)


def test_rows_of_learners_and_tenants_are_under_forced_row_level_security(superuser: psycopg.Connection) -> None:
    query = f"""
        select n.nspname || '.' || c.relname
        from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
        where {OURS} and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity) and (
            c.oid = 'identity.users'::regclass
            or exists (
                select from pg_attribute as a
                where a.attrelid = c.oid and a.attname in ('user_id', 'organization_id') and not a.attisdropped
            )
        )
    """
    assert sorted(names(superuser, query)) == sorted(OPEN_TABLES)


def test_partitions_are_reached_only_through_their_parent(superuser: psycopg.Connection) -> None:
    superuser.execute("select platform.ensure_partitions()")
    query = f"""
        select c.relname from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
        where {OURS} and c.relispartition and c.relkind = 'r' and (
            not (c.relrowsecurity and c.relforcerowsecurity)
            or c.relacl::text ~ '(application|scheduler|read_only)='
        )
    """
    assert names(superuser, query) == []


def test_every_function_file_states_its_volatility() -> None:
    silent = [
        str(file)
        for file in sql_root().glob("schemas/*/*/functions/*.sql")
        if "create or replace function" in (text := file.read_text())
        and not any(word in text for word in (" immutable", " stable", " volatile"))
    ]
    assert silent == []


def test_the_current_user_and_roles_are_read_in_one_place_each() -> None:
    code = (sql_root().parent / folder for folder in ("sql/schemas", "sql/migrations", "layers", "functions"))
    readers = {
        file.stem
        for folder in code
        for file in folder.rglob("*")
        if file.suffix in {".sql", ".py"} and "current_setting('app." in file.read_text()
    }
    assert readers == {"current_user_id", "current_roles", "ensure_user"}


def test_rules_are_given_the_time_and_never_ask_for_it(superuser: psycopg.Connection) -> None:
    rows: list[Any] = superuser.execute(
        f"""
        select p.proname, pg_get_functiondef(p.oid)
        from pg_proc as p inner join pg_namespace as n on n.oid = p.pronamespace where {OURS}
    """.encode()
    ).fetchall()
    clocks = ("now()", "current_timestamp", "current_date", "clock_timestamp", "statement_timestamp", "localtime")
    # what would be of no use by the caller's clock, who could give any time: the expiry of proofs, the age of a month
    proofs = {"verify_caller", "sign_caller", "drop_archived", "drop_old_user_events"}
    asking = [
        name
        for name, text in rows
        if name not in proofs
        and any(word in text.lower().replace("p_at timestamp with time zone default now()", "") for word in clocks)
    ]
    assert asking == []
