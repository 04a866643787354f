-- Takes an achievement from a learner by an administrator: no award gives it back, what it paid is taken back by a correction of
-- the ledger, and the learner is notified. What restore_achievement needs is kept. Taken again, it changes nothing and `taken` is
-- 0. Refusals: 403 forbidden, 409 achievement-locked where the learner does not have it, 409 xp-below-zero.
create or replace function gamification.revoke_achievement(
    p_user_id uuid, p_achievement_id uuid, p_reason text, p_at timestamptz default now()
) returns table (revoked_at timestamptz, taken integer, total_xp bigint, current_level integer)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_held gamification.user_achievements;
    v_number integer;
begin
    perform identity.require(null, 'grades.override');

    -- awards hold this row first, so that none is made meanwhile
    perform from gamification.user_stats as s where s.user_id = p_user_id for no key update;
    select u.* into v_held from gamification.user_achievements as u
    where u.user_id = p_user_id and u.achievement_id = p_achievement_id;
    if v_held.unlocked_at is null and v_held.revoked_at is null then
        raise exception using
            errcode = 'PF409', constraint = 'achievement-locked', message = 'The learner does not have this achievement.';
    end if;

    taken := 0;
    if v_held.revoked_at is null then
        update gamification.user_achievements as u set
            unlocked_at = null, progress = 0, revoked_at = p_at, former_unlocked_at = u.unlocked_at, revocations = u.revocations + 1
        where u.user_id = p_user_id and u.achievement_id = p_achievement_id
        returning u.revocations into v_number;
        if v_held.xp_earned > 0 then
            -- no reference that an administrator may choose has a number sign, so this one was never used
            select -c.paid into taken
            from gamification.correct_xp(
                p_user_id, -v_held.xp_earned, p_reason, 'achievement/' || p_achievement_id || '#' || v_number, p_at
            ) as c;
        end if;

        insert into platform.outbox (topic, user_id, payload, created_at)
        select 'achievement.revoked', p_user_id, jsonb_build_object(
            'achievement_id', a.id, 'achievement', a.ref, 'name', a.name, 'revocation', v_number, 'reason', p_reason, 'xp_taken', taken
        ), p_at
        from gamification.achievements as a where a.id = p_achievement_id;
        insert into platform.audit_log (actor_id, action, subject_type, subject_id, detail, created_at)
        select
            identity.current_user_id(), 'achievement.revoked', 'user', p_user_id::text,
            jsonb_build_object('achievement', a.ref, 'reason', p_reason, 'xp', taken), p_at
        from gamification.achievements as a where a.id = p_achievement_id;
    end if;
    return query
    select coalesce(v_held.revoked_at, p_at), taken, s.total_xp, s.current_level
    from gamification.user_stats as s where s.user_id = p_user_id;
end
$$;
alter function gamification.revoke_achievement(uuid, uuid, text, timestamptz) owner to definer;
grant execute on function gamification.revoke_achievement(uuid, uuid, text, timestamptz) to staff;
