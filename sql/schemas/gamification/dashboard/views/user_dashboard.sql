-- The document's dashboard, for every learner who has not left, and with all tracks of a difficulty counted.
create or replace view gamification.user_dashboard
with (security_invoker = true)
as
select
    u.id,
    u.username,
    u.display_name,
    coalesce(s.total_xp, 0) as total_xp,
    coalesce(s.current_level, 1) as current_level,
    gamification.calculate_user_streak(u.id) as current_streak_days,
    s.rank_percentile,
    (
        select count(*) from gamification.user_achievements as a
        where a.user_id = u.id and a.unlocked_at is not null
    ) as achievements_count,
    (
        select count(*) from progress.user_challenge_progress as p
        where p.user_id = u.id and p.status = 'completed'
    ) as challenges_completed,
    progress.track_percentages(u.id) as track_progress
from identity.users as u
left join gamification.user_stats as s on s.user_id = u.id
where u.erased_at is null;
grant select on gamification.user_dashboard to reader, scheduler, definer;
