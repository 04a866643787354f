-- Whether a role of the caller in the organization has the permission. Without an organization the scope is the platform, where only
-- its administrator may do anything; the administrator has every permission everywhere. The name of a permission that does not exist is
-- an error even for the administrator, who would otherwise never see a misspelt one.
create or replace function identity.is_allowed(p_organization uuid, p_permission text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
    if not exists (select from identity.permissions as p where p.name = p_permission) then
        raise exception using errcode = 'invalid_parameter_value', message = format('There is no permission %L.', p_permission);
    end if;
    return 'platform_admin' = any(identity.current_roles())
        or identity.member_may(p_organization, identity.current_user_id(), p_permission);
end
$$;
alter function identity.is_allowed(uuid, text) owner to definer;
