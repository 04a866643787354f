-- Makes an organization without members; its slug never changes. Refusals: 403 forbidden; 409 slug-taken.
create or replace function identity.create_organization(
    p_slug text, p_name text, p_max_members integer, p_at timestamptz default now()
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_id uuid := uuidv7();
begin
    perform identity.require(null, 'organization.manage');
    insert into identity.organizations (id, slug, name, max_members, created_at)
    values (v_id, p_slug, p_name, p_max_members, p_at)
    on conflict (slug) do nothing;
    if not found then
        raise exception using
            errcode = 'PF409', constraint = 'slug-taken', message = format('There is an organization %s already: choose another slug.', p_slug);
    end if;
    insert into platform.outbox (topic, organization_id, payload, created_at)
    values ('organization.created', v_id, jsonb_build_object('organization', p_slug, 'name', p_name), p_at);
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (
        identity.current_user_id(), 'organization.created', 'organization', p_slug, v_id,
        jsonb_build_object('name', p_name, 'max_members', p_max_members), p_at
    );
end
$$;
alter function identity.create_organization(text, text, integer, timestamptz) owner to definer;
grant execute on function identity.create_organization(text, text, integer, timestamptz) to staff;
