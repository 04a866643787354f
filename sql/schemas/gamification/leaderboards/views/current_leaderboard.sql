-- Everybody on the all-time leaderboard who lets others see them, with the stored ranks: reading computes no rank.
-- Names are what each learner shows.
create or replace view gamification.current_leaderboard
with (security_invoker = true)
as
select
    xp.user_id as id,
    p.shown_name as username,
    p.shown_name as display_name,
    p.avatar_url,
    xp.metric_value as total_xp,
    p.current_level,
    coalesce(done.metric_value, 0) as total_challenges_completed,
    p.current_streak_days,
    gamification.rank_of_score(xp.scope_id, 'xp', 'all_time', xp.period_date, xp.metric_value) as xp_rank,
    gamification.rank_of_score(xp.scope_id, 'challenges', 'all_time', xp.period_date, coalesce(done.metric_value, 0)) as challenge_rank,
    gamification.rank_of_score(xp.scope_id, 'streak', 'all_time', xp.period_date, coalesce(streak.metric_value, 0)) as streak_rank
from gamification.leaderboard_scores as xp
inner join identity.public_profiles as p on p.user_id = xp.user_id
left join gamification.leaderboard_scores as done
    on
        done.scope_id = xp.scope_id and done.metric_type = 'challenges' and done.period_type = 'all_time'
        and done.period_date = xp.period_date and done.user_id = xp.user_id
left join gamification.leaderboard_scores as streak
    on
        streak.scope_id = xp.scope_id and streak.metric_type = 'streak' and streak.period_type = 'all_time'
        and streak.period_date = xp.period_date and streak.user_id = xp.user_id
where
    xp.scope_id = '00000000-0000-0000-0000-000000000000' and xp.metric_type = 'xp' and xp.period_type = 'all_time'
    and xp.period_date = date '1970-01-01';
grant select on gamification.current_leaderboard to reader, scheduler, read_only;
