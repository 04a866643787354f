-- Makes somebody a member of an organization, or changes a member's roles and status, instead of which no open invitation to
-- them holds any more. The organization's row is the lock. Refusals: 403
-- forbidden; 404 not-found; 409 members-full, last-administrator.
create or replace function identity.save_member(
    p_slug text, p_user_id uuid, p_roles text [], p_status text, p_at timestamptz default now()
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_id uuid := identity.require_in(p_slug, 'members.manage');
    v_organization identity.organizations;
begin
    select o.* into strict v_organization from identity.organizations as o where o.id = v_id for no key update;
    perform identity.write_member(v_organization, p_user_id, p_roles, p_status, p_at);
    perform identity.revoke_invitations_to(v_id, p_user_id, p_at);
end
$$;
alter function identity.save_member(text, uuid, text [], text, timestamptz) owner to definer;
grant execute on function identity.save_member(text, uuid, text [], text, timestamptz) to staff;
