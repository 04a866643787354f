-- Gives a learner back, by an administrator, an achievement that was revoked, as it was: since when it is unlocked, by which values,
-- and the XP that the revocation took, by a correction of the ledger, whatever the definition asks or pays by now. The learner is
-- notified. Returns nothing where it is not revoked. Refusal: 403 forbidden.
create or replace function gamification.restore_achievement(
    p_user_id uuid, p_achievement_id uuid, p_reason text, p_at timestamptz default now()
) returns table (unlocked_at timestamptz, returned integer, total_xp bigint, current_level integer)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_held gamification.user_achievements;
begin
    perform identity.require(null, 'grades.override');

    -- awards and revocations hold this row first: taken in that order, nobody deadlocks
    perform from gamification.user_stats as s where s.user_id = p_user_id for no key update;
    update gamification.user_achievements as u set
        unlocked_at = u.former_unlocked_at, progress = 100, revoked_at = null, former_unlocked_at = null
    where u.user_id = p_user_id and u.achievement_id = p_achievement_id and u.revoked_at is not null
    returning u.* into v_held;
    if not found then
        return;
    end if;

    returned := 0;
    if v_held.xp_earned > 0 then
        select c.paid into returned
        from gamification.correct_xp(
            p_user_id, v_held.xp_earned, p_reason, 'achievement/' || p_achievement_id || '#' || v_held.revocations || '/restored', p_at
        ) as c;
    end if;

    insert into platform.outbox (topic, user_id, payload, created_at)
    select 'achievement.restored', p_user_id, jsonb_build_object(
        'achievement_id', a.id, 'achievement', a.ref, 'name', a.name, 'revocation', v_held.revocations, 'reason', p_reason,
        'xp_returned', returned
    ), p_at
    from gamification.achievements as a where a.id = p_achievement_id;
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, detail, created_at)
    select
        identity.current_user_id(), 'achievement.restored', 'user', p_user_id::text,
        jsonb_build_object('achievement', a.ref, 'reason', p_reason, 'xp', returned), p_at
    from gamification.achievements as a where a.id = p_achievement_id;
    return query
    select v_held.unlocked_at, returned, s.total_xp, s.current_level
    from gamification.user_stats as s where s.user_id = p_user_id;
end
$$;
alter function gamification.restore_achievement(uuid, uuid, text, timestamptz) owner to definer;
grant execute on function gamification.restore_achievement(uuid, uuid, text, timestamptz) to staff;
