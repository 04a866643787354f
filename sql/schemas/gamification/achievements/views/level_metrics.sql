-- What passed levels of "public" count for, by learner and filter ('' for all of them). Each level is counted once a filter it
-- falls under: grouping sets would keep a learner's condition from reaching the tables.
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
        filter.key as filter_key,
        filter.value as filter_value,
        count(*) as passed,
        count(*) filter (where l.best_score = 100) as perfect,
        count(*) filter (where l.passed_attempt = 1) as first_try,
        count(*) filter (where l.passed_hints = 0) as hintless,
        count(*) filter (where l.passed_minutes * 2 <= task.estimated_minutes) as fast,
        count(*) filter (where l.passed_minutes <= 5) as quick,
        case filter.key when '' then count(distinct c.category) end as categories
    from progress.user_level_progress as l
    inner join curriculum.challenges as c on c.id = l.challenge_id and c.organization_id = identity.public_organization()
    inner join curriculum.learning_tracks as t on t.id = c.track_id
    left join curriculum.challenge_levels as task on task.challenge_id = l.challenge_id and task.level_number = l.level_number
    cross join lateral (
        values ('', ''), ('track', t.slug), ('category', c.category), ('difficulty', c.difficulty_base), ('level', l.level_number::text)
    ) as filter (key, value)
    where l.passed_at is not null
    group by l.user_id, filter.key, filter.value
) as counted
cross join lateral (
    values
    ('levels_passed', counted.passed),
    ('perfect_scores', counted.perfect),
    ('first_try_passes', counted.first_try),
    ('hintless_passes', counted.hintless),
    ('fast_passes', counted.fast),
    ('quick_passes', counted.quick),
    ('categories_explored', counted.categories)
) as metric (name, value)
where metric.value > 0;
grant select on gamification.level_metrics to reader, scheduler, definer;
