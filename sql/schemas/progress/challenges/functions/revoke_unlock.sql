-- Takes an administrator's grant back, leaving an audit row. The challenge closes unless its prerequisites are completed; attempts,
-- passed levels and XP stay. Returns whether it is still open; null if no grant holds it open. Refusal: 403 forbidden.
create or replace function progress.revoke_unlock(
    p_user_id uuid, p_challenge_id uuid, p_reason text, p_at timestamptz default now()
) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_open boolean;
begin
    perform identity.require(null, 'grades.override');

    -- attempts at the challenge wait for this row, so that none begins while it closes
    perform from progress.user_challenge_progress as p
    where p.user_id = p_user_id and p.challenge_id = p_challenge_id
    for no key update;
    delete from progress.unlock_grants as g where g.user_id = p_user_id and g.challenge_id = p_challenge_id;
    if not found then
        return null;
    end if;
    v_open := progress.check_challenge_prerequisites(p_user_id, p_challenge_id);
    if not v_open then
        update progress.user_challenge_progress as p set unlock_date = null
        where p.user_id = p_user_id and p.challenge_id = p_challenge_id;
    end if;

    insert into platform.audit_log (actor_id, action, subject_type, subject_id, detail, created_at)
    values (
        identity.current_user_id(), 'unlock.revoked', 'user', p_user_id::text,
        jsonb_build_object('challenge_id', p_challenge_id, 'reason', p_reason, 'still_open', v_open), p_at
    );
    return v_open;
end
$$;
alter function progress.revoke_unlock(uuid, uuid, text, timestamptz) owner to definer;
grant execute on function progress.revoke_unlock(uuid, uuid, text, timestamptz) to staff;
