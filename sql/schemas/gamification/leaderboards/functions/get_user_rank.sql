-- A learner's rank on a leaderboard now; null when they are not on it.
create or replace function gamification.get_user_rank(
    p_user_id uuid, p_period_type text, p_metric_type text,
    p_scope_id uuid default '00000000-0000-0000-0000-000000000000', p_at timestamptz default now()
) returns bigint
language sql stable
begin atomic
select gamification.rank_of_score(s.scope_id, s.metric_type, s.period_type, s.period_date, s.metric_value)
from gamification.leaderboard_scores as s
where
    s.scope_id = p_scope_id and s.metric_type = p_metric_type and s.period_type = p_period_type
    and s.period_date = gamification.period_start(p_period_type, p_at) and s.user_id = p_user_id;
end;
grant execute on function gamification.get_user_rank(uuid, text, text, uuid, timestamptz) to reader, scheduler, read_only;
