-- Queues what follows a change of an organization's catalogue: its members get what it opens, slice by slice. No row where nobody is there.
create or replace function learning.follow_publication(p_organization_id uuid, p_at timestamptz)
returns table (task_id uuid, nonce uuid)
language sql volatile security definer
set search_path = ''
begin atomic
select t.id, t.nonce
from platform.enqueue_internal_task(
    'reconcile_members', jsonb_build_object('organization_id', p_organization_id), null, p_organization_id, p_at
) as t
where exists (select from identity.members as m where m.organization_id = p_organization_id and m.status = 'active');
end;
alter function learning.follow_publication(uuid, timestamptz) owner to definer;
grant execute on function learning.follow_publication(uuid, timestamptz) to scheduler, migrator;
