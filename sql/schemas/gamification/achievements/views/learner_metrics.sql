-- Everything achievements can ask of a learner, one row a metric and filter; a value of 0 has no row. Content of "public" alone
-- counts, since an author could award themselves with challenges of their own. What grows with a learner's past is read from
-- counters, so that a look costs the same after a year. Each branch groups by the learner first, so that asking for one, or
-- for a slice of many, reads only theirs.
create or replace view gamification.learner_metrics
with (security_invoker = true)
as
select k.user_id, metric.name as metric, k.filter_key, k.filter_value, metric.value
from gamification.metric_counters as k
cross join lateral (
    values
    ('levels_passed', k.levels_passed::bigint),
    ('perfect_scores', k.perfect_scores),
    ('first_try_passes', k.first_try_passes),
    ('hintless_passes', k.hintless_passes),
    ('fast_passes', k.fast_passes),
    ('quick_passes', k.quick_passes),
    ('challenges_started', k.challenges_started),
    ('challenges_completed', k.challenges_completed),
    ('swift_completions', k.swift_completions)
) as metric (name, value)
where metric.value > 0 and k.filter_key <> 'chapter'
union all
select k.user_id, case k.filter_key when 'category' then 'categories_explored' else 'concepts_explored' end, '', '', count(*)
from gamification.metric_counters as k
where k.filter_key in ('category', 'chapter') and k.levels_passed > 0
group by k.user_id, k.filter_key
union all
select s.user_id, metric.name, '', '', metric.value
from gamification.user_stats as s
cross join lateral (
    values
    ('user_level', s.current_level::bigint),
    ('total_xp', s.total_xp),
    ('minutes_spent', s.total_time_spent_minutes),
    ('attempts_made', s.attempts_made),
    ('hints_revealed', s.hints_revealed),
    ('best_day_levels', s.best_day_levels),
    ('longest_streak', s.longest_streak_days),
    ('active_days', s.active_days),
    ('active_weeks', s.active_weeks),
    ('weekend_days', s.weekend_days),
    ('freezes_used', s.freezes_used),
    ('comebacks', s.comebacks),
    ('daily_passes', s.daily_passes),
    ('daily_perfects', s.daily_perfects),
    ('sessions_completed', s.sessions_completed)
) as metric (name, value)
where metric.value > 0
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
where metric.value > 0;
grant select on gamification.learner_metrics to reader, scheduler, definer;
