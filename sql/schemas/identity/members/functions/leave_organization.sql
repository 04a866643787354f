-- Ends the caller's own membership, which needs no permission. Where the caller is no member the organization is not found, whether
-- there is one or not. Refusals: 404 not-found; 409 last-administrator, public-organization.
create or replace function identity.leave_organization(p_slug text, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_id uuid := (select o.id from identity.organizations as o where o.slug = p_slug);
begin
    perform identity.end_membership(v_id, p_slug, identity.current_user_id(), p_at);
end
$$;
alter function identity.leave_organization(text, timestamptz) owner to definer;
grant execute on function identity.leave_organization(text, timestamptz) to application;
