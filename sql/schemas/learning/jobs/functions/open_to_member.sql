-- Gives a learner who has become an active member of an organization what its content opens; public content opens with the
-- learner's first request.
create or replace function learning.open_to_member() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    if new.status = 'active' and new.organization_id <> identity.public_organization()
        and (tg_op = 'INSERT' or old.status <> 'active') then
        perform learning.reconcile_learners(array[new.user_id], coalesce(new.changed_at, new.created_at));
    end if;
    return null;
end
$$;
alter function learning.open_to_member() owner to definer;
