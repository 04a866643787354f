-- The tables of the platform's schemas whose rows lie in monthly partitions.
create or replace view platform.partitioned_tables
with (security_invoker = true)
as
select n.nspname, c.relname
from pg_catalog.pg_partitioned_table as p
inner join pg_catalog.pg_class as c on c.oid = p.partrelid
inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname in (select s.name from platform.domain_schemas as s);
grant select on platform.partitioned_tables to definer;
