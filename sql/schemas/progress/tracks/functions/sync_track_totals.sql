-- Carries tracks that grew or shrank into these learners' totals. What they completed stays completed; a completed track that
-- grew is in progress again, its completion date stays.
create or replace function progress.sync_track_totals(p_user_ids uuid []) returns void
language sql volatile security definer
set search_path = ''
begin atomic
update progress.user_track_progress as t set
    challenges_completed = counted.completed,
    total_challenges = counted.total,
    status = case
        when counted.total > 0 and counted.completed >= counted.total then 'completed'
        when t.start_date is null then 'not_started'
        else 'in_progress'
    end
from progress.user_track_progress as same
inner join (
    select track.id as track_id, count(c.id) as total
    from curriculum.learning_tracks as track
    left join curriculum.live_challenges as c on c.track_id = track.id
    group by track.id
) as live on live.track_id = same.track_id and live.total <> same.total_challenges
cross join lateral progress.count_track(same.user_id, same.track_id) as counted
where same.user_id = any(p_user_ids) and same.user_id = t.user_id and same.track_id = t.track_id;
end;
alter function progress.sync_track_totals(uuid []) owner to definer;
