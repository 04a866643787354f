-- Which prerequisites of a challenge a learner has completed: only for learners who have a row of the challenge or of one
-- before it, never for every pair there could be. Filter by user_id.
create or replace view progress.challenge_prerequisites_status
with (security_invoker = true)
as
select
    c.id as challenge_id,
    c.ref as challenge_slug,
    u.id as user_id,
    c.prerequisites,
    status.prerequisite_status,
    status.completed as all_completed
from identity.users as u
inner join curriculum.challenges as c on c.deleted_at is null
cross join lateral (
    select
        coalesce(
            jsonb_agg(
                jsonb_build_object('prereq_id', needed.prerequisite_id, 'completed', coalesce(done.status = 'completed', false))
                order by needed.prerequisite_id
            ),
            '[]'
        ) as prerequisite_status,
        coalesce(bool_and(coalesce(done.status = 'completed', false)), true) as completed
    from curriculum.challenge_prerequisites as needed
    left join progress.user_challenge_progress as done on done.challenge_id = needed.prerequisite_id and done.user_id = u.id
    where needed.challenge_id = c.id
) as status;
grant select on progress.challenge_prerequisites_status to reader, scheduler;
