-- The organizations of the present user; those that suspended them, or are closed, are left out. Read by policies: a policy on
-- members would recurse for ever, so this reads it as definer.
create or replace function identity.organization_ids() returns setof uuid
language sql stable security definer
set search_path = ''
begin atomic
select identity.public_organization()
union
select m.organization_id
from identity.members as m
inner join identity.organizations as o on o.id = m.organization_id and o.status = 'active'
where m.user_id = identity.current_user_id() and m.status = 'active';
end;
alter function identity.organization_ids() owner to definer;
grant execute on function identity.organization_ids() to reader, read_only, migrator, scheduler;
