-- What the rows of metric_counters should be, counted from the levels and challenges themselves.
create or replace view gamification.recounted_filters
with (security_invoker = true)
as
select
    counted.user_id,
    counted.filter_key,
    counted.filter_value,
    sum(counted.levels_passed)::integer as levels_passed,
    sum(counted.perfect_scores)::integer as perfect_scores,
    sum(counted.first_try_passes)::integer as first_try_passes,
    sum(counted.hintless_passes)::integer as hintless_passes,
    sum(counted.fast_passes)::integer as fast_passes,
    sum(counted.quick_passes)::integer as quick_passes,
    sum(counted.challenges_started)::integer as challenges_started,
    sum(counted.challenges_completed)::integer as challenges_completed,
    sum(counted.swift_completions)::integer as swift_completions
from (
    select
        l.user_id, l.filter_key, l.filter_value, 1 as levels_passed, l.perfect_scores, l.first_try_passes, l.hintless_passes,
        l.fast_passes, l.quick_passes, 0 as challenges_started, 0 as challenges_completed, 0 as swift_completions
    from gamification.passed_levels as l
    union all
    select b.user_id, b.filter_key, b.filter_value, 0, 0, 0, 0, 0, 0, 1, b.challenges_completed, b.swift_completions
    from gamification.begun_challenges as b
) as counted
group by counted.user_id, counted.filter_key, counted.filter_value;
grant select on gamification.recounted_filters to scheduler, definer;
