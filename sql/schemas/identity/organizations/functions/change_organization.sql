-- Changes what is given of an organization; null leaves it. Its administrators change its name and whose addresses may join, the
-- platform's administrator the rest as well. Closing it ends every membership's rights at once; opening it gives them back.
-- Refusals: 403 forbidden; 409 public-organization.
create or replace function identity.change_organization(
    p_slug text, p_name text, p_email_domains text [], p_max_members integer, p_max_items integer, p_max_bytes bigint,
    p_xp_scope text, p_status text, p_at timestamptz default now()
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_id uuid := identity.require_in(p_slug, 'organization.manage');
    v_before identity.organizations;
begin
    if coalesce(p_max_members, p_max_items, p_max_bytes) is not null or p_xp_scope is not null or p_status is not null then
        perform identity.require(null, 'organization.manage');
    end if;
    if v_id = identity.public_organization() and (p_max_members is not null or p_email_domains <> '{}' or p_xp_scope = 'organization' or p_status = 'closed') then
        raise exception using
            errcode = 'PF409', constraint = 'public-organization',
            message = 'Everybody belongs to the organization public: it is neither closed nor limited, nobody joins it, and its XP is the platform''s.';
    end if;
    select o.* into strict v_before from identity.organizations as o where o.id = v_id for no key update;
    update identity.organizations as o set
        name = coalesce(p_name, o.name),
        email_domains = coalesce(p_email_domains, o.email_domains),
        max_items = coalesce(p_max_items, o.max_items),
        max_bytes = coalesce(p_max_bytes, o.max_bytes),
        xp_scope = coalesce(p_xp_scope, o.xp_scope),
        max_members = coalesce(p_max_members, o.max_members),
        status = coalesce(p_status, o.status),
        closed_at = case coalesce(p_status, o.status) when 'closed' then coalesce(o.closed_at, p_at) end
    where o.id = v_id;
    if p_status <> v_before.status then
        insert into platform.outbox (topic, organization_id, payload, created_at)
        values (
            case p_status when 'closed' then 'organization.closed' else 'organization.opened' end, v_id,
            jsonb_build_object('organization', p_slug), p_at
        );
    end if;
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (
        identity.current_user_id(), 'organization.changed', 'organization', p_slug, v_id,
        jsonb_strip_nulls(jsonb_build_object(
            'name', p_name, 'email_domains', p_email_domains, 'max_members', p_max_members, 'max_items', p_max_items,
            'max_bytes', p_max_bytes,
            'xp_scope', p_xp_scope, 'status', p_status
        )), p_at
    );
end
$$;
alter function identity.change_organization(text, text, text [], integer, integer, bigint, text, text, timestamptz) owner to definer;
grant execute on function identity.change_organization(text, text, text [], integer, integer, bigint, text, text, timestamptz) to staff;
