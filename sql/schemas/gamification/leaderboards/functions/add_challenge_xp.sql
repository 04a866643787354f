-- Adds XP earned on a challenge to its own leaderboard, which has no periods.
create or replace function gamification.add_challenge_xp(
    p_user_id uuid, p_challenge_id uuid, p_xp bigint, p_at timestamptz default now()
) returns void
language sql volatile security definer
set search_path = ''
begin atomic
insert into gamification.leaderboard_scores as s
(scope_type, scope_id, metric_type, period_type, period_date, user_id, metric_value, reached_at)
values ('challenge', p_challenge_id, 'xp', 'all_time', date '1970-01-01', p_user_id, p_xp, p_at)
on conflict (scope_id, metric_type, period_type, period_date, user_id) do update set
    metric_value = s.metric_value + excluded.metric_value,
    reached_at = greatest(s.reached_at, excluded.reached_at)
where excluded.metric_value <> 0;
end;
alter function gamification.add_challenge_xp(uuid, uuid, bigint, timestamptz) owner to definer;
