"""Questions to PostgreSQL's catalogue, each with the list of schemas as its one parameter.

Partitions are left out: a month's table is made by the calendar, and its shape is its parent's.
"""

SCHEMAS = """
select n.nspname, obj_description(n.oid, 'pg_namespace')
from pg_namespace as n
where n.nspname = any(%s)
order by 1
"""

TABLES = """
select
    n.nspname as schema, c.relname as name, obj_description(c.oid, 'pg_class') as comment,
    c.relrowsecurity and c.relforcerowsecurity as forced, c.relpersistence = 'u' as unlogged,
    pg_get_partkeydef(c.oid) as partition_key,
    (
        select d.relname from pg_partitioned_table as p inner join pg_class as d on d.oid = p.partdefid
        where p.partrelid = c.oid
    ) as default_partition
from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
where n.nspname = any(%s) and c.relkind in ('r', 'p') and not c.relispartition
order by 1, 2
"""

COLUMNS = """
select
    n.nspname as schema, c.relname as relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    not a.attnotnull as nullable,
    case
        when a.attidentity <> '' then 'identity'
        when a.attgenerated <> '' then 'generated: ' || pg_get_expr(d.adbin, d.adrelid)
        else pg_get_expr(d.adbin, d.adrelid)
    end as default,
    col_description(c.oid, a.attnum) as comment,
    concat_ws(
        ',',
        case when bool_or(k.contype = 'p') then 'PK' end,
        case when bool_or(k.contype = 'f') then 'FK' end,
        case when bool_or(k.contype = 'u') then 'UK' end
    ) as key
from pg_attribute as a
inner join pg_class as c on c.oid = a.attrelid
inner join pg_namespace as n on n.oid = c.relnamespace
left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join pg_constraint as k on k.conrelid = a.attrelid and a.attnum = any(k.conkey)
where
    n.nspname = any(%s) and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    and a.attnum > 0 and not a.attisdropped
group by n.nspname, c.oid, c.relname, a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attidentity,
    a.attgenerated, d.adbin, d.adrelid
order by 1, 2, a.attnum
"""

CONSTRAINTS = """
select
    n.nspname as schema, c.relname as relation, k.conname as name, k.contype::text as kind,
    pg_get_constraintdef(k.oid) as definition,
    array(
        select a.attname::text
        from unnest(k.conkey) with ordinality as part (attnum, place)
        inner join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = part.attnum
        order by part.place
    ) as columns,
    tn.nspname as target_schema, t.relname as target,
    exists (
        select from pg_attribute as a where a.attrelid = k.conrelid and a.attnum = any(k.conkey) and not a.attnotnull
    ) as optional,
    exists (
        select from pg_constraint as u
        where u.conrelid = k.conrelid and u.contype in ('p', 'u') and u.conkey <@ k.conkey
    ) as single
from pg_constraint as k
inner join pg_class as c on c.oid = k.conrelid
inner join pg_namespace as n on n.oid = c.relnamespace
left join pg_class as t on t.oid = k.confrelid
left join pg_namespace as tn on tn.oid = t.relnamespace
where n.nspname = any(%s) and not c.relispartition and k.conparentid = 0 and k.contype in ('p', 'u', 'c', 'f', 'x')
order by 1, 2, position(k.contype::text in 'puxfc'), 3
"""

INDEXES = """
select
    n.nspname as schema, c.relname as relation, i.relname as name,
    case when x.indisunique then 'unique, ' else '' end
    || regexp_replace(pg_get_indexdef(i.oid), '^.*? USING ', '') as definition,
    obj_description(i.oid, 'pg_class') as comment
from pg_index as x
inner join pg_class as i on i.oid = x.indexrelid
inner join pg_class as c on c.oid = x.indrelid
inner join pg_namespace as n on n.oid = c.relnamespace
where
    n.nspname = any(%s) and not c.relispartition
    and not exists (select from pg_constraint as k where k.conindid = i.oid and k.contype in ('p', 'u', 'x'))
order by 1, 2, 3
"""

POLICIES = """
select
    n.nspname as schema, c.relname as relation, p.polname as name,
    case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
        as command,
    case
        when p.polroles = '{0}' then 'everybody'
        else (select string_agg(r.rolname, ', ' order by r.rolname) from pg_roles as r where r.oid = any(p.polroles))
    end as roles,
    pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
from pg_policy as p
inner join pg_class as c on c.oid = p.polrelid
inner join pg_namespace as n on n.oid = c.relnamespace
where n.nspname = any(%s) and not c.relispartition
order by 1, 2, 3
"""

VIEWS = """
select
    n.nspname as schema, c.relname as name, obj_description(c.oid, 'pg_class') as comment, c.relkind = 'm' as materialized,
    coalesce('security_invoker=true' = any(c.reloptions), false) as invoker
from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
where n.nspname = any(%s) and c.relkind in ('v', 'm')
order by 1, 2
"""

FUNCTIONS = """
select
    n.nspname as schema, p.proname as name, pg_get_function_identity_arguments(p.oid) as identity,
    pg_get_function_arguments(p.oid) as arguments, coalesce(pg_get_function_result(p.oid), '') as returns,
    case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end as volatility,
    p.prosecdef as definer, pg_get_userbyid(p.proowner) as owner,
    coalesce((
        select string_agg(distinct coalesce(r.rolname, 'everybody')::text, ', ')
        from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as acl
        left join pg_roles as r on r.oid = acl.grantee
        where acl.privilege_type = 'EXECUTE' and acl.grantee <> p.proowner
    ), '') as callers,
    obj_description(p.oid, 'pg_proc') as comment
from pg_proc as p inner join pg_namespace as n on n.oid = p.pronamespace
where n.nspname = any(%s) and p.prokind in ('f', 'p')
order by 1, 2, 3
"""

TRIGGERS = """
select n.nspname, c.relname, t.tgname, pg_get_triggerdef(t.oid)
from pg_trigger as t
inner join pg_class as c on c.oid = t.tgrelid
inner join pg_namespace as n on n.oid = c.relnamespace
where n.nspname = any(%s) and not c.relispartition and not t.tgisinternal
order by 1, 2, 3
"""
