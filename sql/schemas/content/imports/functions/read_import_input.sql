-- What the worker of an import reads; no row if it is not to be worked on. The zip may have been deleted since it was asked for, and
-- who asked may not be allowed to any more.
create or replace function content.read_import_input(p_id uuid)
returns table (
    organization_id uuid, upload_id uuid, is_there boolean, state text, plan_hash bytea, max_items integer, is_allowed boolean
)
language sql stable security definer
set search_path = ''
begin atomic
select
    i.organization_id, i.upload_id, coalesce(u.state = 'clean', false), i.state, i.plan_hash, o.max_items,
    o.status = 'active' and i.requested_by is not null
    and (i.is_operators or identity.member_may(i.organization_id, i.requested_by, 'content.import'))
from content.imports as i
inner join identity.organizations as o on o.id = i.organization_id
left join content.uploads as u on u.id = i.upload_id
where i.id = p_id and i.state in ('planning', 'applying');
end;
alter function content.read_import_input(uuid) owner to definer;
grant execute on function content.read_import_input(uuid) to scheduler;
