-- For administrators: who did what to whom, the newest first, from a place on; a null filters nothing. With an organization, what
-- concerns it, for its own administrators. Refusals: 403 forbidden; 404 not-found.
create or replace function identity.list_audit_log(
    p_subject_type text, p_subject_id text, p_actor_id uuid, p_action text, p_since timestamptz, p_until timestamptz,
    p_before timestamptz, p_before_id uuid, p_limit integer, p_organization text default null
) returns table (
    id uuid, actor_id uuid, action text, subject_type text, subject_id text, detail jsonb, created_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
as $$
declare
    v_organization_id uuid;
begin
    if p_organization is null then
        perform identity.require(null, 'organization.audit');
    else
        v_organization_id := identity.require_in(p_organization, 'organization.audit');
    end if;

    return query
    select a.id, a.actor_id, a.action, a.subject_type, a.subject_id, a.detail, a.created_at
    from platform.audit_log as a
    where
        (v_organization_id is null or a.organization_id = v_organization_id)
        and (p_subject_type is null or a.subject_type = p_subject_type)
        and (p_subject_id is null or a.subject_id = p_subject_id)
        and (p_actor_id is null or a.actor_id = p_actor_id)
        and (p_action is null or a.action = p_action)
        and (p_since is null or a.created_at >= p_since)
        and (p_until is null or a.created_at < p_until)
        and (p_before is null or (a.created_at, a.id) < (p_before, p_before_id))
    order by a.created_at desc, a.id desc
    limit p_limit;
end
$$;
alter function identity.list_audit_log(text, text, uuid, text, timestamptz, timestamptz, timestamptz, uuid, integer, text)
owner to definer;
grant execute on function identity.list_audit_log(text, text, uuid, text, timestamptz, timestamptz, timestamptz, uuid, integer, text)
to reader;
