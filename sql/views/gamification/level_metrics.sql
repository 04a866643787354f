-- What passed levels count for, by learner and filter ('' for all of them).
create or replace view gamification.level_metrics
with (security_invoker = true)
as
select
    counted.user_id,
    metric.name as metric,
    counted.filter_key,
    counted.filter_value,
    metric.value
from (
    select
        l.user_id,
        case
            when grouping(t.slug) = 0 then 'track'
            when grouping(c.category) = 0 then 'category'
            when grouping(c.difficulty_base) = 0 then 'difficulty'
            when grouping(l.level_number) = 0 then 'level'
            else ''
        end as filter_key,
        coalesce(t.slug, c.category, c.difficulty_base, l.level_number::text, '') as filter_value,
        count(*) as passed,
        count(*) filter (where l.best_score = 100) as perfect,
        count(*) filter (where l.passed_attempt = 1) as first_try,
        count(*) filter (where l.passed_hints = 0) as hintless,
        count(*) filter (where l.passed_minutes * 2 <= task.estimated_minutes) as fast,
        count(*) filter (where l.passed_minutes <= 5) as quick,
        count(distinct c.category) as categories
    from progress.user_level_progress as l
    inner join curriculum.challenges as c on c.id = l.challenge_id
    inner join curriculum.learning_tracks as t on t.id = c.track_id
    left join curriculum.challenge_levels as task on task.challenge_id = l.challenge_id and task.level_number = l.level_number
    where l.passed_at is not null
    group by l.user_id, grouping sets ((), (t.slug), (c.category), (c.difficulty_base), (l.level_number))
) as counted
cross join lateral (
    values
    ('levels_passed', counted.passed),
    ('perfect_scores', counted.perfect),
    ('first_try_passes', counted.first_try),
    ('hintless_passes', counted.hintless),
    ('fast_passes', counted.fast),
    ('quick_passes', counted.quick),
    ('categories_explored', case when counted.filter_key = '' then counted.categories end)
) as metric (name, value)
where metric.value > 0;
grant select on gamification.level_metrics to application, scheduler, read_only, definer;
