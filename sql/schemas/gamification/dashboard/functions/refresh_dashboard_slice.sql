-- Rebuilds the dashboards of the given learners and writes the rows that changed; returns how many. The streak of who stayed
-- away ends here in the columns that store it; whoever reads a streak computes it.
create or replace function gamification.refresh_dashboard_slice(p_user_ids uuid [], p_at timestamptz default now()) returns bigint
language plpgsql volatile security definer
set search_path = ''
set plan_cache_mode = force_generic_plan -- planning the metrics again takes longer than reading them
as $$
declare
    v_written bigint;
begin
    -- in order, as every batch does
    perform from gamification.user_stats as s where s.user_id = any(p_user_ids) order by s.user_id for no key update;

    update gamification.user_stats as s set rank_percentile = live.percentile
    from unnest(p_user_ids) as learner (id) cross join lateral gamification.rank_percentile(learner.id) as live (percentile)
    where s.user_id = learner.id and s.rank_percentile is distinct from live.percentile;

    update gamification.user_stats as s set current_streak_days = 0
    where s.user_id = any(p_user_ids) and s.current_streak_days > 0 and gamification.calculate_user_streak(s.user_id, p_at) = 0;
    update identity.public_profiles as p set current_streak_days = s.current_streak_days
    from gamification.user_stats as s
    where p.user_id = any(p_user_ids) and s.user_id = p.user_id and p.current_streak_days <> s.current_streak_days;

    insert into gamification.user_dashboard_summary as d (
        user_id, username, display_name, total_xp, current_level, current_streak_days, rank_percentile, achievements_count,
        challenges_completed, track_progress, refreshed_at
    )
    select
        v.id, v.username, v.display_name, v.total_xp, v.current_level, s.current_streak_days, v.rank_percentile, v.achievements_count,
        v.challenges_completed, v.track_progress, p_at
    from gamification.user_dashboard as v
    inner join gamification.user_stats as s on s.user_id = v.id
    where v.id = any(p_user_ids)
    order by v.id
    on conflict (user_id) do update set
        username = excluded.username, display_name = excluded.display_name, total_xp = excluded.total_xp,
        current_level = excluded.current_level, current_streak_days = excluded.current_streak_days,
        rank_percentile = excluded.rank_percentile, achievements_count = excluded.achievements_count,
        challenges_completed = excluded.challenges_completed, track_progress = excluded.track_progress,
        refreshed_at = excluded.refreshed_at
    where
        (
            d.username, d.display_name, d.total_xp, d.current_level, d.current_streak_days, d.rank_percentile,
            d.achievements_count, d.challenges_completed, d.track_progress
        ) is distinct from (
            excluded.username, excluded.display_name, excluded.total_xp, excluded.current_level, excluded.current_streak_days,
            excluded.rank_percentile, excluded.achievements_count, excluded.challenges_completed, excluded.track_progress
        );
    get diagnostics v_written = row_count;
    return v_written;
end
$$;
alter function gamification.refresh_dashboard_slice(uuid [], timestamptz) owner to definer;
