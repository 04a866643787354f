-- Whether there is such a user, who has not left: for administrators, who act on learners they cannot see.
create or replace function identity.user_exists(p_id uuid) returns boolean
language sql stable security definer
set search_path = ''
begin atomic
select
    'platform_admin' = any(identity.current_roles())
    and exists (select from identity.users as u where u.id = p_id and u.erased_at is null);
end;
alter function identity.user_exists(uuid) owner to definer;
grant execute on function identity.user_exists(uuid) to staff;
