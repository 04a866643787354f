-- Refuses a member's role that is none of identity.roles: what a foreign key would do if arrays had one.
create or replace function identity.check_roles() returns trigger
language plpgsql stable
set search_path = ''
as $$
begin
    if not new.roles <@ array(select r.name from identity.roles as r) then
        raise exception using
            errcode = 'check_violation', schema = 'identity', table = 'members', constraint = 'members_roles_exist',
            message = format('One of the roles %s does not exist.', new.roles);
    end if;
    return new;
end
$$;
