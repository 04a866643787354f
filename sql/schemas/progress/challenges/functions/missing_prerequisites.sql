-- What the present learner must still complete before a challenge opens, as [{"challenge", "level", "skill", "title"}] in the tracks'
-- order; level and skill are null.
create or replace function progress.missing_prerequisites(p_challenge_id uuid) returns jsonb
language sql stable
begin atomic
select
    coalesce(
        jsonb_agg(
            jsonb_build_object('challenge', c.ref, 'level', null, 'skill', null, 'title', c.title)
            order by t.order_index, c.order_in_track, c.ref
        ),
        '[]'
    )
from curriculum.challenge_prerequisites as needed
inner join curriculum.challenges as c on c.id = needed.prerequisite_id
inner join curriculum.learning_tracks as t on t.id = c.track_id
where
    needed.challenge_id = p_challenge_id
    and not exists (
        select from progress.user_challenge_progress as done
        where
            done.user_id = identity.current_user_id()
            and done.challenge_id = needed.prerequisite_id and done.status = 'completed'
    );
end;
grant execute on function progress.missing_prerequisites(uuid) to reader, definer;
