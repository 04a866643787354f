-- For who manages an organization's members: its invitations, the last made first, from one on; p_ids asks for these. Refusal: 403
-- forbidden.
create or replace function identity.list_invitations(
    p_slug text, p_ids uuid [], p_before uuid, p_limit integer, p_at timestamptz default now()
) returns table (
    id uuid, email text, roles text [], status text, uses integer, max_uses integer, created_at timestamptz, expires_at timestamptz,
    mailed_at timestamptz, not_mailed text
)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_id uuid := identity.require_in(p_slug, 'members.manage');
begin
    return query
    select
        i.id, i.email, i.roles, identity.invitation_status(i, p_at), i.uses, i.max_uses, i.created_at, i.expires_at,
        i.mailed_at, identity.why_not_mailed(i, p_at)
    from identity.invitations as i
    where
        i.organization_id = v_id
        and (p_ids is null or i.id = any(p_ids))
        and (p_before is null or i.id < p_before)
    order by i.id desc
    limit p_limit;
end
$$;
alter function identity.list_invitations(text, uuid [], uuid, integer, timestamptz) owner to definer;
grant execute on function identity.list_invitations(text, uuid [], uuid, integer, timestamptz) to reader;
