-- Where the counters that achievements ask about differ from a recount, for the given learners. Counters of another edition are
-- left out: they are counted again before anybody asks them.
create or replace function gamification.audit_counters(
    p_user_ids uuid []
) returns table (user_id uuid, what text, expected bigint, found bigint)
language sql stable
set search_path = ''
begin atomic
with
counted as materialized (
    select s.user_id from gamification.user_stats as s
    inner join gamification.metric_editions as e on e.number = s.counted_edition
    where s.user_id = any(p_user_ids)
),
filters as (
    select
        c.user_id,
        (
            select count(*)
            from (select r.* from gamification.recounted_filters as r where r.user_id = c.user_id) as should
            full join (select k.* from gamification.metric_counters as k where k.user_id = c.user_id) as stored
                on stored.filter_key = should.filter_key and stored.filter_value = should.filter_value
            where should is distinct from stored
        ) as wrong
    from counted as c
)
select f.user_id, 'metric_counters' as what, 0::bigint as expected, f.wrong as found from filters as f where f.wrong > 0
union all
select r.user_id, c.what, c.expected, c.found
from counted as learner
inner join gamification.recounted_stats as r on r.user_id = learner.user_id
inner join gamification.user_stats as s on s.user_id = learner.user_id
cross join lateral (
    values
    ('attempts_made', r.attempts_made::bigint, s.attempts_made),
    ('hints_revealed', r.hints_revealed, s.hints_revealed),
    ('best_day_levels', r.best_day_levels, s.best_day_levels),
    ('last_day_levels', r.last_day_levels, s.last_day_levels),
    ('last_pass_date', r.last_pass_date - date '2000-01-01', s.last_pass_date - date '2000-01-01'),
    ('longest_streak_days', r.longest_streak_days, s.longest_streak_days),
    ('active_days', r.active_days, s.active_days),
    ('active_weeks', r.active_weeks, s.active_weeks),
    ('weekend_days', r.weekend_days, s.weekend_days),
    ('freezes_used', r.freezes_used, s.freezes_used),
    ('comebacks', r.comebacks, s.comebacks),
    ('daily_passes', r.daily_passes, s.daily_passes),
    ('daily_perfects', r.daily_perfects, s.daily_perfects),
    ('sessions_completed', r.sessions_completed, s.sessions_completed)
) as c (what, expected, found)
where c.expected is distinct from c.found;
end;
grant execute on function gamification.audit_counters(uuid []) to scheduler, read_only;
