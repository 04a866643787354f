-- The organizations of the present user. Read by policies: a policy on members would recurse for ever, so this reads it as definer.
create or replace function identity.organization_ids() returns setof uuid
language sql stable security definer
set search_path = ''
begin atomic
select o.id from identity.organizations_of(identity.current_user_id()) as o (id);
end;
alter function identity.organization_ids() owner to definer;
grant execute on function identity.organization_ids() to reader, read_only, migrator, scheduler;
