-- Every column by which a table knows learners: named user_id, or referring to users. Erasure and export go by it, so that
-- no later table is forgotten.
create or replace function identity.learner_columns() returns table (relation text, attribute name, optional boolean)
language sql stable
set search_path = ''
begin atomic
select n.nspname || '.' || c.relname, a.attname, not a.attnotnull
from pg_catalog.pg_class as c
inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
inner join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where
    c.relkind in ('r', 'p') and not c.relispartition
    and n.nspname in (select s.name from platform.domain_schemas as s)
    and (
        a.attname = 'user_id'
        or (c.oid = 'identity.users'::regclass and a.attname = 'id')
        or exists (
            select from pg_catalog.pg_constraint as k
            where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'identity.users'::regclass and k.conkey = array[a.attnum]
        )
    )
order by 1, 2;
end;
grant execute on function identity.learner_columns() to application, scheduler, read_only, definer;
