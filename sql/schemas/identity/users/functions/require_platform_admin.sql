-- Refuses whoever is not a platform administrator. Refusal: 403 forbidden.
create or replace function identity.require_platform_admin(p_what text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
    if not 'platform_admin' = any(identity.current_roles()) then
        raise exception using
            errcode = 'PF403', constraint = 'forbidden', message = format('Only a platform administrator %s.', p_what);
    end if;
end
$$;
grant execute on function identity.require_platform_admin(text) to application, definer;
