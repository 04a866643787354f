-- Rebuilds the ranks of every global leaderboard that is open, of the leaderboards of organizations and challenges on which somebody scored
-- since their last rebuild, and once more of those that closed since.
-- A second run at the same time finds the lock taken and leaves: the first is doing its work.
create or replace function gamification.refresh_all_leaderboards(p_at timestamptz default now()) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_leaderboard record;
    v_refreshed integer := 0;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('gamification.refresh_all_leaderboards', 0)) then
        return 0;
    end if;

    for v_leaderboard in
        select
            'global' as scope_type, '00000000-0000-0000-0000-000000000000'::uuid as scope_id, metric.metric_type, period.period_type,
            gamification.period_start(period.period_type, p_at) as period_date
        from unnest(array['xp', 'challenges', 'streak']) as metric (metric_type)
        cross join unnest(array['daily', 'weekly', 'monthly', 'all_time']) as period (period_type)
        union
        select b.scope_type, b.scope_id, b.metric_type, b.period_type, b.period_date
        from gamification.leaderboards as b
        where
            b.period_type <> 'all_time' and b.closed_at is null and b.period_date >= (p_at at time zone 'UTC')::date - 62
            and b.refreshed_at < gamification.period_end(b.period_type, b.period_date)
        union
        -- two minutes earlier, for transactions that commit late
        select s.scope_type, s.scope_id, s.metric_type, s.period_type, s.period_date
        from gamification.leaderboard_scores as s
        where
            s.scope_type <> 'global' and s.reached_at > (
                select coalesce(max(b.refreshed_at) - interval '2 minutes', timestamptz '-infinity')
                from gamification.leaderboards as b
                where b.scope_type <> 'global'
            )
        order by 1, 2, 3, 4, 5
    loop
        perform gamification.update_leaderboard_rankings(
            v_leaderboard.period_type, v_leaderboard.period_date, v_leaderboard.metric_type, v_leaderboard.scope_type, v_leaderboard.scope_id, p_at
        );
        v_refreshed := v_refreshed + 1;
    end loop;
    return v_refreshed;
end
$$;
alter function gamification.refresh_all_leaderboards(timestamptz) owner to definer;
grant execute on function gamification.refresh_all_leaderboards(timestamptz) to scheduler;
