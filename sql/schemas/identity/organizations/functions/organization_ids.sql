-- Read by policies: a policy on members that reads members would recurse for ever, so this reads it as definer.
create or replace function identity.organization_ids() returns setof uuid
language sql stable security definer
set search_path = ''
begin atomic
select '00000000-0000-7000-8000-000000000001'::uuid
union
select m.organization_id
from identity.members as m
where m.user_id = identity.current_user_id();
end;
alter function identity.organization_ids() owner to definer;
grant execute on function identity.organization_ids() to application, read_only, migrator, scheduler;
