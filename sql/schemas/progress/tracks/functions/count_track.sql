-- How many challenges a track has that learners can see, and how many of them the learner completed.
create or replace function progress.count_track(
    p_user_id uuid, p_track_id uuid, out completed integer, out total integer
)
language sql stable
begin atomic
select count(*) filter (where p.status = 'completed')::integer, count(*)::integer
from curriculum.live_challenges as c
left join progress.user_challenge_progress as p on p.challenge_id = c.id and p.user_id = p_user_id
where c.track_id = p_track_id;
end;
grant execute on function progress.count_track(uuid, uuid) to reader, scheduler, read_only, definer;
