-- What begun and completed challenges of "public" count for, by learner and filter ('' for all of them).
create or replace view gamification.challenge_metrics
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
        p.user_id,
        filter.key as filter_key,
        filter.value as filter_value,
        count(*) as started,
        count(*) filter (where p.status = 'completed') as completed,
        count(*) filter (where p.completion_date <= p.start_date + interval '24 hours') as swift
    from progress.user_challenge_progress as p
    inner join curriculum.challenges as c on c.id = p.challenge_id and c.organization_id = identity.public_organization()
    inner join curriculum.learning_tracks as t on t.id = c.track_id
    cross join lateral (
        values ('', ''), ('track', t.slug), ('category', c.category), ('difficulty', c.difficulty_base)
    ) as filter (key, value)
    where p.start_date is not null
    group by p.user_id, filter.key, filter.value
) as counted
cross join lateral (
    values
    ('challenges_started', counted.started),
    ('challenges_completed', counted.completed),
    ('swift_completions', counted.swift)
) as metric (name, value)
where metric.value > 0;
grant select on gamification.challenge_metrics to reader, scheduler, definer;
