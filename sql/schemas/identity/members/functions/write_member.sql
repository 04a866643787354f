-- Writes a membership, with its event and its entry in the audit log, for who holds the lock of the organization's row: so members are
-- counted and the last administrator is kept while nobody else changes them. Refusals: 404 not-found; 409 members-full,
-- last-administrator.
create or replace function identity.write_member(
    p_organization identity.organizations, p_user_id uuid, p_roles text [], p_status text, p_at timestamptz
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
    v_id uuid := p_organization.id;
    v_max integer := p_organization.max_members;
    v_had boolean;
    v_is_new boolean;
begin
    -- as create_user does: an erasure that is under way deletes this membership or refuses it
    perform pg_advisory_xact_lock_shared(hashtextextended('identity.erasure:' || p_user_id, 0));
    if not exists (select from identity.users as u where u.id = p_user_id and u.erased_at is null) then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no learner %s.', p_user_id);
    end if;
    v_had := identity.has_administrator(v_id);
    v_is_new := not exists (select from identity.members as m where m.organization_id = v_id and m.user_id = p_user_id);
    if v_max is not null and v_is_new and (select count(*) from identity.members as m where m.organization_id = v_id) >= v_max then
        raise exception using
            errcode = 'PF409', constraint = 'members-full',
            message = format('The organization has %s members, which is its limit: ask the platform''s administrator for more.', v_max);
    end if;
    insert into identity.members as m (organization_id, user_id, roles, status, created_at)
    values (v_id, p_user_id, p_roles, p_status, p_at)
    on conflict (organization_id, user_id) do update set roles = excluded.roles, status = excluded.status, changed_at = p_at;
    perform identity.keep_an_administrator(v_id, v_had);
    with event as (
        insert into platform.outbox (topic, user_id, organization_id, payload, created_at)
        values (
            case when v_is_new then 'member.joined' else 'member.changed' end, p_user_id, v_id,
            jsonb_build_object('organization', p_organization.slug, 'roles', p_roles, 'status', p_status), p_at
        )
        returning topic, payload
    )
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    select identity.current_user_id(), event.topic, 'user', p_user_id::text, v_id, event.payload, p_at from event;
end
$$;
alter function identity.write_member(identity.organizations, uuid, text [], text, timestamptz) owner to definer;
