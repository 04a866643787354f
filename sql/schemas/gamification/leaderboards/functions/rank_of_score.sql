-- The rank of a value on a leaderboard, by index probes. A value that is not in the map yet comes after all holders of the next
-- higher one; above every mapped value it is first.
create or replace function gamification.rank_of_score(
    p_scope_id uuid, p_metric_type text, p_period_type text, p_period_date date, p_metric_value bigint
) returns bigint
language sql stable
return coalesce(
    (
        select r.rank + case when r.metric_value = p_metric_value then 0 else r.holders end
        from gamification.leaderboard_ranks as r
        where
            r.scope_id = p_scope_id and r.metric_type = p_metric_type and r.period_type = p_period_type
            and r.period_date = p_period_date and r.metric_value >= p_metric_value
        order by r.metric_value
        limit 1
    ),
    1
);
grant execute on function gamification.rank_of_score(uuid, text, text, date, bigint) to reader, scheduler, read_only, definer;
