-- Computes a learner's stats, counters and all-time scores again from the ledger and their progress, for an administrator whom an audit
-- showed a difference; returns them before and after. Refusal: 403 forbidden to who is no
-- administrator.
create or replace function gamification.recompute_user(
    p_user_id uuid, p_at timestamptz default now()
) returns table (before jsonb, after jsonb)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_actor uuid := identity.current_user_id();
begin
    perform identity.require(null, 'grades.override');

    -- attempts at a challenge hold its row before they touch stats: taken in that order, nobody deadlocks
    perform from progress.user_challenge_progress as p where p.user_id = p_user_id order by p.challenge_id for no key update;
    perform from gamification.user_stats as s where s.user_id = p_user_id for no key update;
    before := gamification.user_totals(p_user_id);

    insert into gamification.user_stats as s (
        user_id, total_xp, current_level, total_challenges_started, total_challenges_completed, total_levels_completed,
        total_time_spent_minutes, updated_at
    )
    select
        p_user_id, earned.xp, gamification.calculate_level_from_xp(earned.xp), done.started, done.completed, done.levels, done.minutes, p_at
    from gamification.earned_xp(p_user_id) as earned (xp)
    cross join (
        select
            count(p.start_date) as started, count(*) filter (where p.status = 'completed') as completed,
            coalesce(sum(p.total_time_spent_minutes), 0) as minutes,
            (select count(*) from progress.user_level_progress as l where l.user_id = p_user_id and l.passed_at is not null) as levels
        from progress.user_challenge_progress as p where p.user_id = p_user_id
    ) as done
    on conflict (user_id) do update set
        total_xp = excluded.total_xp, current_level = excluded.current_level,
        total_challenges_started = excluded.total_challenges_started,
        total_challenges_completed = excluded.total_challenges_completed,
        total_levels_completed = excluded.total_levels_completed,
        total_time_spent_minutes = excluded.total_time_spent_minutes, updated_at = p_at;
    perform gamification.rebuild_streak(p_user_id, p_at);
    perform gamification.recount_metrics(array[p_user_id]);
    perform gamification.recompute_scores(p_user_id, p_at);
    -- a score that was reached long ago does not show the refresh that a leaderboard changed
    perform pg_advisory_xact_lock(hashtextextended('gamification.refresh_all_leaderboards', 0));
    perform gamification.update_leaderboard_rankings(s.period_type, s.period_date, s.metric_type, s.scope_type, s.scope_id, p_at)
    from gamification.leaderboard_scores as s
    where s.user_id = p_user_id and s.scope_type = 'organization' and s.period_type = 'all_time';
    update identity.public_profiles as p set current_level = s.current_level
    from gamification.user_stats as s
    where p.user_id = p_user_id and s.user_id = p_user_id and p.current_level <> s.current_level;

    after := gamification.user_totals(p_user_id);
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, detail, created_at)
    values (v_actor, 'user.recomputed', 'user', p_user_id::text, jsonb_build_object('before', before, 'after', after), p_at);
    return next;
end
$$;
alter function gamification.recompute_user(uuid, timestamptz) owner to definer;
grant execute on function gamification.recompute_user(uuid, timestamptz) to staff;
