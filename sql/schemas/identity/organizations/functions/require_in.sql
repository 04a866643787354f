-- Requires a permission of the caller in an organization and returns its id. Refusals: 403 forbidden, also where there is no such
-- organization, so that nobody learns which there are; 404 not-found for the platform's administrator.
create or replace function identity.require_in(p_slug text, p_permission text) returns uuid
language plpgsql stable security definer
set search_path = ''
as $$
declare
    v_id uuid := (select o.id from identity.organizations as o where o.slug = p_slug);
begin
    perform identity.require(v_id, p_permission);
    if v_id is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no organization %s.', p_slug);
    end if;
    return v_id;
end
$$;
alter function identity.require_in(text, text) owner to definer;
