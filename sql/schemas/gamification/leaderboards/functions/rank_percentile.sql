-- The share of learners, in per cent, who are not ahead of this one in all XP of all times; null before the first XP. A rank
-- newer than the count of participants widens it.
create or replace function gamification.rank_percentile(p_user_id uuid) returns numeric
language sql stable
begin atomic
select round(100.0 * (among.number - place.rank + 1) / among.number, 2)
from gamification.leaderboard_scores as s
left join gamification.leaderboards as l
    on
        l.scope_id = s.scope_id and l.metric_type = s.metric_type and l.period_type = s.period_type
        and l.period_date = s.period_date
cross join lateral gamification.rank_of_score(s.scope_id, s.metric_type, s.period_type, s.period_date, s.metric_value) as place (rank)
cross join lateral (values (greatest(coalesce(l.participants, 0), place.rank))) as among (number)
where
    s.scope_id = '00000000-0000-0000-0000-000000000000' and s.metric_type = 'xp' and s.period_type = 'all_time'
    and s.period_date = date '1970-01-01' and s.user_id = p_user_id;
end;
grant execute on function gamification.rank_percentile(uuid) to reader, scheduler, read_only, definer;
