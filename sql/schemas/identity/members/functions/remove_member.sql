-- Ends another's membership, by one who manages members. Refusals: 403 forbidden; 404 not-found; 409 last-administrator,
-- public-organization.
create or replace function identity.remove_member(p_slug text, p_user_id uuid, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    perform identity.end_membership(identity.require_in(p_slug, 'members.manage'), p_slug, p_user_id, p_at);
end
$$;
alter function identity.remove_member(text, uuid, timestamptz) owner to definer;
grant execute on function identity.remove_member(text, uuid, timestamptz) to staff;
