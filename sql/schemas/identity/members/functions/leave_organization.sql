-- Ends the caller's own membership, which needs no permission. Where the caller is no member, or is suspended, the organization is not
-- found, whether there is one or not: leaving would end the suspension too. Refusals: 404 not-found; 409 last-administrator,
-- public-organization.
create or replace function identity.leave_organization(p_slug text, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_id uuid := (
        select o.id
        from identity.organizations as o
        inner join identity.members as m on m.organization_id = o.id and m.user_id = identity.current_user_id()
        where o.slug = p_slug and m.status = 'active'
    );
begin
    perform identity.end_membership(v_id, p_slug, identity.current_user_id(), p_at);
end
$$;
alter function identity.leave_organization(text, timestamptz) owner to definer;
grant execute on function identity.leave_organization(text, timestamptz) to application;
