-- Makes somebody a member of an organization, or changes a member's roles and status. The organization's row is the lock: members are
-- counted and its last administrator is kept while nobody else changes them. Refusals: 403 forbidden; 404 not-found; 409
-- members-full, last-administrator.
create or replace function identity.save_member(
    p_slug text, p_user_id uuid, p_roles text [], p_status text, p_at timestamptz default now()
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_id uuid := identity.require_in(p_slug, 'members.manage');
    v_max integer;
    v_had boolean;
    v_before identity.members;
begin
    select o.max_members into strict v_max from identity.organizations as o where o.id = v_id for no key update;
    perform identity.require_user(p_user_id);
    v_had := identity.has_administrator(v_id);
    select m.* into v_before from identity.members as m where m.organization_id = v_id and m.user_id = p_user_id;
    if v_before.user_id is null and (select count(*) from identity.members as m where m.organization_id = v_id) >= v_max then
        raise exception using
            errcode = 'PF409', constraint = 'members-full',
            message = format('The organization has %s members, which is its limit: ask the platform''s administrator for more.', v_max);
    end if;
    insert into identity.members as m (organization_id, user_id, roles, status, created_at)
    values (v_id, p_user_id, p_roles, p_status, p_at)
    on conflict (organization_id, user_id) do update set roles = excluded.roles, status = excluded.status;
    perform identity.keep_an_administrator(v_id, v_had);
    insert into platform.outbox (topic, user_id, organization_id, payload, created_at)
    values (
        case when v_before.user_id is null then 'member.joined' else 'member.changed' end, p_user_id, v_id,
        jsonb_build_object('organization', p_slug, 'roles', p_roles, 'status', p_status), p_at
    );
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (
        identity.current_user_id(), case when v_before.user_id is null then 'member.joined' else 'member.changed' end, 'user',
        p_user_id::text, v_id, jsonb_build_object('organization', p_slug, 'roles', p_roles, 'status', p_status), p_at
    );
end
$$;
alter function identity.save_member(text, uuid, text [], text, timestamptz) owner to definer;
grant execute on function identity.save_member(text, uuid, text [], text, timestamptz) to staff;
