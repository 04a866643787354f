-- Refuses the caller unless they are allowed what a permission names, in an organization or without one on the platform. Refusal: 403
-- forbidden, with the permission.
create or replace function identity.require(p_organization uuid, p_permission text) returns void
language plpgsql stable security definer
set search_path = ''
as $$
begin
    if not identity.is_allowed(p_organization, p_permission) then
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
