-- Revokes an invitation; who joined by it stays. Revoking it again changes nothing. Refusals: 403 forbidden; 404 not-found.
create or replace function identity.revoke_invitation(p_slug text, p_id uuid, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_id uuid := identity.require_in(p_slug, 'members.manage');
    v_revoked_at timestamptz;
begin
    select i.revoked_at into v_revoked_at from identity.invitations as i where i.organization_id = v_id and i.id = p_id for update;
    if not found then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no invitation %s.', p_id);
    end if;
    if v_revoked_at is null then
        update identity.invitations as i set revoked_at = p_at where i.id = p_id;
        insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
        values (identity.current_user_id(), 'invitation.revoked', 'invitation', p_id::text, v_id, '{}', p_at);
    end if;
end
$$;
alter function identity.revoke_invitation(text, uuid, timestamptz) owner to definer;
grant execute on function identity.revoke_invitation(text, uuid, timestamptz) to staff;
