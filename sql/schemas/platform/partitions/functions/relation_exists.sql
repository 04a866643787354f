-- Whether a table is there now. What `to_regclass` has looked up before, it still knows after waiting for a lock under which
-- somebody else has made or dropped it.
create or replace function platform.relation_exists(p_schema name, p_table name) returns boolean
language sql stable
set search_path = ''
begin atomic
select count(*) > 0
from pg_catalog.pg_class as c inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname = p_schema and c.relname = p_table;
end;
grant execute on function platform.relation_exists(name, name) to scheduler, definer;
