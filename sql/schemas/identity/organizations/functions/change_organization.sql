-- Changes what is given of an organization, as members of p_changes; what is missing or null stays. Its administrators change its name,
-- whose addresses may join and how its authors and leaderboards work, the platform's administrator the rest as well. Closing it ends every
-- membership's rights at once; opening it gives them back. Refusals: 403 forbidden; 409 public-organization.
create or replace function identity.change_organization(p_slug text, p_changes jsonb, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_id uuid := identity.require_in(p_slug, 'organization.manage');
    v_changes jsonb := jsonb_strip_nulls(p_changes);
    v_before identity.organizations;
    v_after identity.organizations;
begin
    if v_changes - array['name', 'email_domains', 'reviews_required', 'shared_drafts', 'leaderboards'] <> '{}' then
        perform identity.require(null, 'organization.manage');
    end if;
    select o.* into strict v_before from identity.organizations as o where o.id = v_id for no key update;
    v_after := jsonb_populate_record(v_before, v_changes);
    if v_id = identity.public_organization()
        and (
            v_after.max_members is not null or v_after.email_domains <> '{}' or v_after.xp_scope = 'organization'
            or v_after.status = 'closed' or not v_after.leaderboards or v_after.shared_drafts
        )
    then
        raise exception using
            errcode = 'PF409', constraint = 'public-organization',
            message = 'Everybody belongs to the organization public: it is neither closed nor limited, nobody joins it, its XP and leaderboards are the platform''s, and its content comes from files.';
    end if;
    update identity.organizations as o set
        name = v_after.name,
        email_domains = v_after.email_domains,
        reviews_required = v_after.reviews_required,
        shared_drafts = v_after.shared_drafts,
        leaderboards = v_after.leaderboards,
        max_members = v_after.max_members,
        max_items = v_after.max_items,
        max_bytes = v_after.max_bytes,
        xp_scope = v_after.xp_scope,
        status = v_after.status,
        closed_at = case v_after.status when 'closed' then coalesce(o.closed_at, p_at) end
    where o.id = v_id;
    if v_after.status <> v_before.status then
        insert into platform.outbox (topic, organization_id, payload, created_at)
        values (
            case v_after.status when 'closed' then 'organization.closed' else 'organization.opened' end, v_id,
            jsonb_build_object('organization', p_slug), p_at
        );
    end if;
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (identity.current_user_id(), 'organization.changed', 'organization', p_slug, v_id, v_changes, p_at);
end
$$;
alter function identity.change_organization(text, jsonb, timestamptz) owner to definer;
grant execute on function identity.change_organization(text, jsonb, timestamptz) to staff;
