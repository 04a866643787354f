-- The tracker by the name Learnify's document uses.
create or replace view platform.schema_migrations
with (security_invoker = true)
as
select
    h.version,
    h.description,
    h.checksum,
    h.applied_at
from platform.schema_history as h
where h.kind <> 'repeatable' and h.success;
grant select on platform.schema_migrations to reader, scheduler, read_only;
