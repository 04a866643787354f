-- What each begun challenge of "public" counts for: one row for each filter that it falls under, '' for all challenges.
create or replace view gamification.begun_challenges
with (security_invoker = true)
as
select
    p.user_id,
    p.challenge_id,
    filter.key as filter_key,
    filter.value as filter_value,
    (p.status = 'completed')::integer as challenges_completed,
    coalesce(p.completion_date <= p.start_date + interval '24 hours', false)::integer as swift_completions
from progress.user_challenge_progress as p
inner join curriculum.challenges as c on c.id = p.challenge_id and c.organization_id = identity.public_organization()
inner join curriculum.learning_tracks as t on t.id = c.track_id
cross join lateral (
    values ('', ''), ('track', t.slug), ('category', c.category), ('difficulty', c.difficulty_base)
) as filter (key, value)
where p.start_date is not null;
grant select on gamification.begun_challenges to scheduler, definer;
