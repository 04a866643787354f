-- The schemas of the platform and its domains: those of the migrator, who owns platform too.
create or replace view platform.domain_schemas
with (security_invoker = true)
as
select n.nspname as name
from pg_catalog.pg_namespace as n
where n.nspowner = (select k.nspowner from pg_catalog.pg_namespace as k where k.nspname = 'platform');
grant select on platform.domain_schemas to reader, scheduler, read_only, definer;
