-- Whether a learner has completed everything that comes before a challenge.
create or replace function progress.check_challenge_prerequisites(p_user_id uuid, p_challenge_id uuid) returns boolean
language sql stable
begin atomic
select not exists (
    select from curriculum.challenge_prerequisites as needed
    where
        needed.challenge_id = p_challenge_id
        and not exists (
            select from progress.user_challenge_progress as done
            where done.user_id = p_user_id and done.challenge_id = needed.prerequisite_id and done.status = 'completed'
        )
);
end;
grant execute on function progress.check_challenge_prerequisites(uuid, uuid) to reader, scheduler, read_only, definer;
