-- A learner's stats and all-time scores, as a recomputation shows them before and after.
create or replace function gamification.user_totals(p_user_id uuid) returns jsonb
language sql stable
set search_path = ''
begin atomic
select jsonb_build_object(
    'total_xp', coalesce(s.total_xp, 0),
    'current_level', coalesce(s.current_level, 1),
    'total_challenges_started', coalesce(s.total_challenges_started, 0),
    'total_challenges_completed', coalesce(s.total_challenges_completed, 0),
    'total_levels_completed', coalesce(s.total_levels_completed, 0),
    'total_time_spent_minutes', coalesce(s.total_time_spent_minutes, 0),
    'all_time_scores', jsonb_build_object(
        'xp', coalesce(max(b.metric_value) filter (where b.metric_type = 'xp'), 0),
        'challenges', coalesce(max(b.metric_value) filter (where b.metric_type = 'challenges'), 0)
    )
)
from (values (p_user_id)) as learner (id)
left join gamification.user_stats as s on s.user_id = learner.id
left join gamification.leaderboard_scores as b
    on b.user_id = learner.id and b.scope_type = 'global' and b.period_type = 'all_time'
group by s.user_id;
end;
grant execute on function gamification.user_totals(uuid) to definer;
