"""The statements of a fingerprint. Numbers that JSON may not hold exactly, and times, come as text."""

# A row's text follows these, and nothing may be left out of it: a policy in the way is an error.
SETTINGS = {
    "search_path": "",
    "row_security": "off",
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "intervalstyle": "iso_8601",
    "extra_float_digits": "1",
    "bytea_output": "hex",
}

MOMENT = """
select
    (select r.rolsuper or r.rolbypassrls from pg_roles as r where r.rolname = current_user),
    to_regclass('platform.schema_history') is not null,
    pg_export_snapshot()
"""

VERSION = """
select h.version from platform.schema_history as h
where h.success and h.version is not null
order by h.version::integer desc limit 1
"""

TABLES = """
select n.nspname || '.' || c.relname, n.nspname, c.relname
from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
where
    c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (
        select from pg_depend as d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
order by 1
"""

CHECKSUM = """
select count(*), coalesce(sum(('x' || left(md5(whole_row::text), 16))::bit(64)::bigint), 0)::text
from only {} as whole_row
"""

SEQUENCES = "select s.schemaname || '.' || s.sequencename, s.last_value from pg_sequences as s order by 1"

LEDGER = """
select t.source_type as kind, count(*) as rows, sum(t.amount)::bigint as amount
from gamification.xp_transactions as t
group by 1
union all
select 'in the archive', coalesce(sum(a.transactions), 0), coalesce(sum(a.amount), 0)::bigint
from gamification.xp_archived as a
order by 1
"""

DIFFERENCES = """
select a.user_id::text, a.what, a.expected, a.found
from gamification.audit_ledger('00000000-0000-0000-0000-000000000000', 2147483647) as a
order by 1, 2
"""

DATABASE = """
select
    pg_get_userbyid(d.datdba) as owner, pg_encoding_to_char(d.encoding) as encoding, d.datcollate as collation,
    array(select a::text from unnest(d.datacl) as a order by 1) as grants,
    array(
        select setting from pg_db_role_setting as s cross join unnest(s.setconfig) as setting
        where s.setdatabase = d.oid order by 1
    ) as settings
from pg_database as d
where d.datname = current_database()
"""

ROLES = """
select
    r.rolname as name, r.rolcanlogin as login, r.rolsuper as superuser, r.rolbypassrls as past_policies,
    r.rolcreatedb or r.rolcreaterole or r.rolreplication as powers, r.rolinherit as inherits,
    array(
        select g.rolname::text from pg_auth_members as m inner join pg_roles as g on g.oid = m.roleid
        where m.member = r.oid order by 1
    ) as member_of,
    array(
        select setting from pg_db_role_setting as s cross join unnest(s.setconfig) as setting
        where s.setdatabase = 0 and s.setrole = r.oid order by 1
    ) as settings
from pg_roles as r
where r.rolname = any(%s)
order by 1
"""

EXTENSIONS = "select e.extname, e.extversion from pg_extension as e order by 1"
