-- How many follow, have begun and have completed each track; a track nobody touched is there as well.
create or replace view progress.track_completion_summary
with (security_invoker = true)
as
select
    t.id as track_id,
    t.ref as slug,
    t.title,
    t.difficulty_level,
    (select count(*) from curriculum.live_challenges as c where c.track_id = t.id) as total_challenges,
    (select count(*) from progress.user_enrollments as e where e.track_id = t.id) as enrolled,
    count(p.user_id) filter (where p.start_date is not null) as started,
    count(p.user_id) filter (where p.completion_date is not null) as completed,
    round(avg(p.progress_percentage) filter (where p.start_date is not null), 2) as average_percentage
from curriculum.learning_tracks as t
left join progress.user_track_progress as p on p.track_id = t.id
where t.is_active
group by t.id;
grant select on progress.track_completion_summary to reader, scheduler, definer;
