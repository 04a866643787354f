-- Counts a learner's part of a track again from their challenges, and opens the tracks that wait for it.
create or replace function progress.update_track_progress(
    p_user_id uuid, p_track_id uuid, p_at timestamptz default now()
) returns void
language sql volatile security definer
set search_path = ''
begin atomic
insert into progress.user_track_progress as t
(user_id, track_id, status, challenges_completed, total_challenges, unlock_date, start_date, completion_date)
select
    p_user_id, p_track_id,
    case when counted.completed >= counted.total and counted.total > 0 then 'completed' else 'in_progress' end,
    counted.completed, counted.total, p_at as unlock_date, p_at as start_date,
    case when counted.completed >= counted.total and counted.total > 0 then p_at end
from progress.count_track(p_user_id, p_track_id) as counted
on conflict (user_id, track_id) do update set
    status = excluded.status,
    challenges_completed = excluded.challenges_completed,
    total_challenges = excluded.total_challenges,
    unlock_date = coalesce(t.unlock_date, excluded.unlock_date),
    start_date = coalesce(t.start_date, excluded.start_date),
    completion_date = coalesce(t.completion_date, excluded.completion_date)
where
    t.status is distinct from excluded.status
    or t.challenges_completed is distinct from excluded.challenges_completed
    or t.total_challenges is distinct from excluded.total_challenges
    or t.start_date is null;

insert into progress.user_track_progress as t (user_id, track_id, total_challenges, unlock_date)
select p_user_id, waiting.track_id, counted.total, p_at
from curriculum.track_prerequisites as waiting
cross join lateral progress.count_track(p_user_id, waiting.track_id) as counted
where
    waiting.prerequisite_id = p_track_id
    and not exists (
        select from curriculum.track_prerequisites as needed
        left join progress.user_track_progress as done on done.track_id = needed.prerequisite_id and done.user_id = p_user_id
        where needed.track_id = waiting.track_id and done.completion_date is null
    )
on conflict (user_id, track_id) do update set unlock_date = excluded.unlock_date
where t.unlock_date is null;
end;
alter function progress.update_track_progress(uuid, uuid, timestamptz) owner to definer;
