-- What the counters of user_stats should be, counted from a learner's rows themselves.
create or replace view gamification.recounted_stats
with (security_invoker = true)
as
select
    s.user_id,
    challenges.attempts as attempts_made,
    hints.revealed as hints_revealed,
    coalesce(passes.best, 0) as best_day_levels,
    coalesce(passes.on_last_day, 0) as last_day_levels,
    passes.last_day as last_pass_date,
    coalesce(days.longest, 0) as longest_streak_days,
    days.active as active_days,
    days.weeks as active_weeks,
    days.weekends as weekend_days,
    days.freezes as freezes_used,
    days.comebacks,
    daily.passed as daily_passes,
    daily.perfect as daily_perfects,
    sessions.completed as sessions_completed
from gamification.user_stats as s
cross join lateral (
    select coalesce(sum(p.total_attempts), 0) as attempts
    from progress.user_challenge_progress as p
    inner join curriculum.challenges as c on c.id = p.challenge_id and c.organization_id = identity.public_organization()
    where p.user_id = s.user_id
) as challenges
cross join lateral (
    select count(*) as revealed
    from progress.hint_usage as h
    inner join curriculum.challenges as c on c.id = h.challenge_id and c.organization_id = identity.public_organization()
    where h.user_id = s.user_id
) as hints
cross join lateral (
    select max(day.levels) as best, max(day.passed_on) as last_day, (array_agg(day.levels order by day.passed_on desc))[1] as on_last_day
    from (
        select l.passed_local_date as passed_on, count(*) as levels
        from progress.user_level_progress as l
        inner join curriculum.challenges as c on c.id = l.challenge_id and c.organization_id = identity.public_organization()
        where l.user_id = s.user_id and l.passed_local_date is not null
        group by l.passed_local_date
    ) as day
) as passes
cross join lateral (
    select
        max(d.streak) as longest,
        count(*) filter (where d.kind = 'active') as active,
        count(distinct date_trunc('week', d.local_date::timestamp)) filter (where d.kind = 'active') as weeks,
        count(*) filter (where d.kind = 'active' and extract(isodow from d.local_date) >= 6) as weekends,
        count(*) filter (where d.kind = 'frozen') as freezes,
        count(*) filter (where d.kind = 'active' and d.gap >= 7) as comebacks
    from (
        select
            same.local_date, same.kind, same.streak,
            same.local_date - lag(same.local_date) over (partition by same.kind order by same.local_date) as gap
        from gamification.streak_days as same
        where same.user_id = s.user_id
    ) as d
) as days
cross join lateral (
    select count(*) filter (where a.passed) as passed, count(*) filter (where a.score = 100) as perfect
    from gamification.daily_challenge_attempts as a
    where a.user_id = s.user_id
) as daily
cross join lateral (
    select count(*) as completed
    from progress.learning_sessions as l
    where l.user_id = s.user_id and l.completed
) as sessions;
grant select on gamification.recounted_stats to scheduler, definer;
