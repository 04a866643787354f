-- How much of each difficulty a learner has completed, in per cent of all challenges of the tracks of "public".
create or replace function progress.track_percentages(p_user_id uuid) returns jsonb
language sql stable
begin atomic
select coalesce(jsonb_object_agg(parts.difficulty_level, parts.percentage), '{}')
from (
    select t.difficulty_level, coalesce(round(100.0 * sum(counted.completed) / nullif(sum(counted.total), 0), 2), 0) as percentage
    from curriculum.learning_tracks as t
    cross join lateral progress.count_track(p_user_id, t.id) as counted
    where t.is_active and t.is_published and t.organization_id = identity.public_organization()
    group by t.difficulty_level
) as parts;
end;
grant execute on function progress.track_percentages(uuid) to reader, scheduler, read_only, definer;
