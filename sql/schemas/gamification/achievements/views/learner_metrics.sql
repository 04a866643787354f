-- Everything achievements can ask of a learner, one row a metric and filter; a value of 0 has no row. Content of "public" alone
-- counts, since an author could award themselves with challenges of their own. Each branch groups by
-- the learner first, so that asking for one, or for a slice of many, reads only theirs.
create or replace view gamification.learner_metrics
with (security_invoker = true)
as
select m.user_id, m.metric, m.filter_key, m.filter_value, m.value from gamification.level_metrics as m
union all
select m.user_id, m.metric, m.filter_key, m.filter_value, m.value from gamification.challenge_metrics as m
union all
select passed.user_id, 'best_day_levels', '', '', max(passed.levels)
from (
    select l.user_id, l.passed_local_date, count(*) as levels
    from progress.user_level_progress as l
    inner join curriculum.challenges as c on c.id = l.challenge_id and c.organization_id = identity.public_organization()
    where l.passed_local_date is not null
    group by l.user_id, l.passed_local_date
) as passed
group by passed.user_id
union all
select l.user_id, 'concepts_explored', '', '', count(distinct concept.value ->> 'chapter')
from progress.user_level_progress as l
inner join curriculum.challenges as c on c.id = l.challenge_id and c.organization_id = identity.public_organization()
cross join lateral jsonb_array_elements(c.ddia_concepts) as concept (value)
where l.passed_at is not null
group by l.user_id
union all
select days.user_id, metric.name, '', '', metric.value
from (
    select
        d.user_id,
        max(d.streak) as longest,
        count(*) filter (where d.kind = 'active') as active,
        count(distinct date_trunc('week', d.local_date::timestamp)) filter (where d.kind = 'active') as weeks,
        count(*) filter (where d.kind = 'active' and extract(isodow from d.local_date) >= 6) as weekends,
        count(*) filter (where d.kind = 'frozen') as freezes,
        count(*) filter (where d.kind = 'active' and d.gap >= 7) as comebacks
    from (
        select
            s.user_id, s.local_date, s.kind, s.streak,
            s.local_date - lag(s.local_date) over (partition by s.user_id, s.kind order by s.local_date) as gap
        from gamification.streak_days as s
    ) as d
    group by d.user_id
) as days
cross join lateral (
    values
    ('longest_streak', days.longest::bigint),
    ('active_days', days.active),
    ('active_weeks', days.weeks),
    ('weekend_days', days.weekends),
    ('freezes_used', days.freezes),
    ('comebacks', days.comebacks)
) as metric (name, value)
where metric.value > 0
union all
select s.user_id, metric.name, '', '', metric.value
from gamification.user_stats as s
cross join lateral (
    values
    ('user_level', s.current_level::bigint),
    ('total_xp', s.total_xp),
    ('minutes_spent', s.total_time_spent_minutes)
) as metric (name, value)
where metric.value > 0
union all
select p.user_id, 'attempts_made', '', '', sum(p.total_attempts)
from progress.user_challenge_progress as p
inner join curriculum.challenges as c on c.id = p.challenge_id and c.organization_id = identity.public_organization()
where p.total_attempts > 0
group by p.user_id
union all
select h.user_id, 'hints_revealed', '', '', count(*)
from progress.hint_usage as h
inner join curriculum.challenges as c on c.id = h.challenge_id and c.organization_id = identity.public_organization()
group by h.user_id
union all
select t.user_id, metric.name, '', '', metric.value
from (
    select
        p.user_id, count(*) filter (where p.start_date is not null) as started,
        count(*) filter (where p.completion_date is not null) as completed
    from progress.user_track_progress as p
    inner join curriculum.learning_tracks as t on t.id = p.track_id and t.organization_id = identity.public_organization()
    group by p.user_id
) as t
cross join lateral (values ('tracks_started', t.started), ('tracks_completed', t.completed)) as metric (name, value)
where metric.value > 0
union all
select e.user_id, 'tracks_enrolled', '', '', count(*)
from progress.user_enrollments as e
inner join curriculum.learning_tracks as t on t.id = e.track_id and t.organization_id = identity.public_organization()
group by e.user_id
union all
select a.user_id, metric.name, '', '', metric.value
from (
    select d.user_id, count(*) filter (where d.passed) as passed, count(*) filter (where d.score = 100) as perfect
    from gamification.daily_challenge_attempts as d
    group by d.user_id
) as a
cross join lateral (values ('daily_passes', a.passed), ('daily_perfects', a.perfect)) as metric (name, value)
where metric.value > 0
union all
select r.user_id, r.metric, '', '', r.value
from gamification.recorded_metrics as r
union all
select k.user_id, metric.name, '', '', metric.value
from (
    select
        s.user_id, count(*) filter (where s.current_level > 0) as unlocked,
        count(*) filter (where s.mastered_at is not null) as mastered
    from gamification.user_skills as s
    group by s.user_id
) as k
cross join lateral (values ('skills_unlocked', k.unlocked), ('skills_mastered', k.mastered)) as metric (name, value)
where metric.value > 0
union all
select s.user_id, 'sessions_completed', '', '', count(*)
from progress.learning_sessions as s
where s.completed
group by s.user_id;
grant select on gamification.learner_metrics to reader, scheduler, definer;
