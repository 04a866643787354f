-- Whether there is such a user: for administrators, who act on learners they cannot see.
create or replace function identity.user_exists(p_id uuid) returns boolean
language sql stable security definer
set search_path = ''
begin atomic
select
    'platform_admin' = any(string_to_array(current_setting('app.roles', true), ' '))
    and exists (select from identity.users as u where u.id = p_id);
end;
alter function identity.user_exists(uuid) owner to definer;
grant execute on function identity.user_exists(uuid) to application;
