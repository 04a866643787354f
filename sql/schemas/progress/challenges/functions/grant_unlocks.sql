-- Opens challenges for a learner by an administrator's grant, leaving an audit row; returns those opened just now.
create or replace function progress.grant_unlocks(
    p_user_id uuid, p_challenge_ids uuid [], p_reason text, p_at timestamptz default now()
) returns setof uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_actor uuid := identity.current_user_id();
begin
    perform identity.require(null, 'grades.override');

    return query
    with opened as (
        insert into progress.user_challenge_progress as p (user_id, challenge_id, unlock_date)
        select p_user_id, wanted.challenge_id, p_at
        from unnest(p_challenge_ids) as wanted (challenge_id)
        order by wanted.challenge_id
        on conflict (user_id, challenge_id) do update set unlock_date = excluded.unlock_date where p.unlock_date is null
        returning p.challenge_id
    )
    insert into progress.unlock_grants as g (user_id, challenge_id, reason, granted_by, created_at)
    select p_user_id, opened.challenge_id, p_reason, v_actor, p_at from opened
    returning g.challenge_id;

    insert into platform.audit_log (actor_id, action, subject_type, subject_id, detail, created_at)
    values (
        v_actor, 'unlock.granted', 'user', p_user_id::text,
        jsonb_build_object('challenge_ids', p_challenge_ids, 'reason', p_reason), p_at
    );
end
$$;
alter function progress.grant_unlocks(uuid, uuid [], text, timestamptz) owner to definer;
grant execute on function progress.grant_unlocks(uuid, uuid [], text, timestamptz) to staff;
