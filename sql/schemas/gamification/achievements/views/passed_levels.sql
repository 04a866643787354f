-- What each passed level of "public" counts for: one row for each filter that it falls under, '' for all levels.
create or replace view gamification.passed_levels
with (security_invoker = true)
as
select
    l.user_id,
    l.challenge_id,
    l.level_number,
    filter.key as filter_key,
    filter.value as filter_value,
    coalesce(l.best_score = 100, false)::integer as perfect_scores,
    coalesce(l.passed_attempt = 1, false)::integer as first_try_passes,
    coalesce(l.passed_hints = 0, false)::integer as hintless_passes,
    coalesce(l.passed_minutes * 2 <= task.estimated_minutes, false)::integer as fast_passes,
    coalesce(l.passed_minutes <= 5, false)::integer as quick_passes
from progress.user_level_progress as l
inner join curriculum.challenges as c on c.id = l.challenge_id and c.organization_id = identity.public_organization()
inner join curriculum.learning_tracks as t on t.id = c.track_id
left join curriculum.challenge_levels as task on task.challenge_id = l.challenge_id and task.level_number = l.level_number
cross join lateral (
    select own.key, own.value
    from (
        values ('', ''), ('track', t.slug), ('category', c.category), ('difficulty', c.difficulty_base), ('level', l.level_number::text)
    ) as own (key, value)
    union
    select 'chapter' as key, concept.value ->> 'chapter' as value from jsonb_array_elements(c.ddia_concepts) as concept (value)
) as filter (key, value)
where l.passed_at is not null;
grant select on gamification.passed_levels to scheduler, definer;
