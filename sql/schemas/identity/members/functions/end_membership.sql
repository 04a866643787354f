-- Ends a membership; what the member learned stays theirs. The organization's row is the lock, as in save_member. Refusals: 404
-- not-found; 409 last-administrator, public-organization.
create or replace function identity.end_membership(p_organization_id uuid, p_slug text, p_user_id uuid, p_at timestamptz) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_had boolean;
begin
    if p_organization_id = identity.public_organization() then
        raise exception using
            errcode = 'PF409', constraint = 'public-organization',
            message = 'Everybody belongs to the organization public: suspend a member instead.';
    end if;
    perform from identity.organizations as o where o.id = p_organization_id for no key update;
    v_had := identity.has_administrator(p_organization_id);
    delete from identity.members as m where m.organization_id = p_organization_id and m.user_id = p_user_id;
    if not found then
        raise exception using
            errcode = 'PF404', constraint = 'not-found', message = format('There is no such member of the organization %s.', p_slug);
    end if;
    perform identity.keep_an_administrator(p_organization_id, v_had);
    perform identity.revoke_invitations_to(p_organization_id, p_user_id, p_at);
    with event as (
        insert into platform.outbox (topic, user_id, organization_id, payload, created_at)
        values ('member.left', p_user_id, p_organization_id, jsonb_build_object('organization', p_slug), p_at)
        returning topic, payload
    )
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    select identity.current_user_id(), event.topic, 'user', p_user_id::text, p_organization_id, event.payload, p_at from event;
end
$$;
alter function identity.end_membership(uuid, text, uuid, timestamptz) owner to definer;
