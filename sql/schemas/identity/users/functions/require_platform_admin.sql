-- Refuses whoever is not a platform administrator. Refusal: PF003.
create or replace function identity.require_platform_admin(p_what text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
    if not 'platform_admin' = any(identity.current_roles()) then
        raise exception 'only a platform administrator %', p_what using errcode = 'PF003';
    end if;
end
$$;
grant execute on function identity.require_platform_admin(text) to application, definer;
