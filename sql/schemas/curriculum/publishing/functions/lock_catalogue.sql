-- Lets one publication of an organization run at a time, until the end of the transaction: two would take the same place in a track.
create or replace function curriculum.lock_catalogue(p_organization_id uuid) returns void
language sql volatile security definer
set search_path = ''
begin atomic
select pg_advisory_xact_lock(hashtextextended('curriculum.catalogue:' || p_organization_id, 0));
end;
alter function curriculum.lock_catalogue(uuid) owner to definer;
grant execute on function curriculum.lock_catalogue(uuid) to migrator;
