-- What the worker of an export reads; no row if none is to be written.
create or replace function content.read_export_input(p_id uuid) returns table (organization_id uuid, organization text, track text)
language sql stable security definer
set search_path = ''
begin atomic
select e.organization_id, o.slug, e.track
from content.exports as e
inner join identity.organizations as o on o.id = e.organization_id
where e.id = p_id and e.state = 'running';
end;
alter function content.read_export_input(uuid) owner to definer;
grant execute on function content.read_export_input(uuid) to scheduler;
