-- The tracker by the name Progressive Flow's document uses.
create or replace view platform.progressive_flow_migrations
with (security_invoker = true)
as
select
    h.id,
    h.script as filename,
    h.checksum,
    h.applied_at as executed_at,
    h.success
from platform.schema_history as h
where h.kind <> 'repeatable';
grant select on platform.progressive_flow_migrations to reader, scheduler, read_only;
