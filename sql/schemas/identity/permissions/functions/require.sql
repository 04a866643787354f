-- Refuses the caller unless a role of theirs in the organization has the permission. Without an organization the scope is the
-- platform, where only its administrator may do anything; the administrator has every permission everywhere. The name of a
-- permission that does not exist is an error even for the administrator, who would otherwise never see a misspelt one.
-- Refusal: 403 forbidden, with the permission.
create or replace function identity.require(p_organization uuid, p_permission text) returns void
language plpgsql stable security definer
set search_path = ''
as $$
begin
    if not exists (select from identity.permissions as p where p.name = p_permission) then
        raise exception using errcode = 'invalid_parameter_value', message = format('There is no permission %L.', p_permission);
    end if;
    if 'platform_admin' = any(identity.current_roles()) then
        return;
    end if;
    if not exists (
        select from identity.members as m
        inner join identity.organizations as o on o.id = m.organization_id and o.status = 'active'
        inner join identity.role_permissions as r on r.role = any(m.roles)
        where
            m.organization_id = p_organization and m.user_id = identity.current_user_id() and m.status = 'active'
            and r.permission = p_permission
    ) then
        raise exception using
            errcode = 'PF403', constraint = 'forbidden', detail = jsonb_build_object('permission', p_permission)::text,
            message = case
                when p_organization is null then 'Only a platform administrator may do this.'
                else 'None of your roles in this organization allows this.'
            end;
    end if;
end
$$;
alter function identity.require(uuid, text) owner to definer;
grant execute on function identity.require(uuid, text) to reader, definer;
