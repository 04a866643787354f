-- The documents' leaderboard rows: scores with the rank they hold now. Ties share a rank (1, 1, 3).
create or replace view gamification.leaderboard_entries
with (security_invoker = true)
as
select
    s.id,
    s.scope_type,
    s.scope_id,
    s.period_type,
    nullif(s.period_date, date '1970-01-01') as period_date,
    s.user_id,
    s.metric_type,
    s.metric_value,
    gamification.rank_of_score(s.scope_id, s.metric_type, s.period_type, s.period_date, s.metric_value) as rank,
    s.reached_at as created_at
from gamification.leaderboard_scores as s;
grant select on gamification.leaderboard_entries to reader, scheduler, read_only;
