-- Where what is kept of learners differs from what it follows from, for p_limit of them after p_after, from the first if that is
-- null: all of one moment, since it is one statement. Whoever left has no sums to compare.
create or replace function gamification.audit_ledger(
    p_after uuid default '00000000-0000-0000-0000-000000000000', p_limit integer default 1000
) returns table (user_id uuid, what text, expected bigint, found bigint)
language sql stable
set search_path = ''
begin atomic
with
learner as materialized (
    select u.id from identity.users as u
    where u.id > coalesce(p_after, '00000000-0000-0000-0000-000000000000') and u.erased_at is null
    order by u.id limit p_limit
),
paid as (
    select
        l.id,
        gamification.earned_xp(l.id) as xp,
        (select count(*) from gamification.xp_transactions as t where t.user_id = l.id)
        + coalesce((select sum(x.transactions) from gamification.xp_archived as x where x.user_id = l.id), 0) as rows,
        (
            select count(*)
            from (select distinct t.source_type, t.source_id from gamification.xp_transactions as t where t.user_id = l.id) as award
        )
        + coalesce((select sum(x.transactions) from gamification.xp_archived as x where x.user_id = l.id), 0) as awards,
        (
            select count(*) from gamification.xp_transactions as t
            where
                t.user_id = l.id and not exists (
                    select from gamification.xp_awards as a
                    where a.user_id = l.id and a.source_type = t.source_type and a.source_id = t.source_id
                )
        ) as unawarded
    from learner as l
),
done as (
    select
        l.id,
        (select count(*) from progress.user_challenge_progress as p where p.user_id = l.id and p.status = 'completed') as challenges,
        (select count(*) from progress.user_level_progress as p where p.user_id = l.id and p.passed_at is not null) as levels,
        coalesce((select sum(p.total_attempts) from progress.user_challenge_progress as p where p.user_id = l.id), 0) as attempts,
        (select count(*) from progress.level_attempts as a where a.user_id = l.id)
        + coalesce((select sum(x.attempts) from progress.attempts_archived as x where x.user_id = l.id), 0) as recorded
    from learner as l
),
fact as (
    select
        l.id, s.total_xp, s.current_level, s.total_levels_completed, s.total_challenges_completed, paid.xp, paid.rows, paid.awards,
        paid.unawarded, done.challenges, done.levels, done.attempts, done.recorded, coalesce(scores.metric_value, 0) as score
    from learner as l
    inner join paid using (id) inner join done using (id)
    left join gamification.user_stats as s on s.user_id = l.id
    left join gamification.leaderboard_scores as scores
        on
            scores.user_id = l.id and scores.scope_id = '00000000-0000-0000-0000-000000000000' and scores.metric_type = 'xp'
            and scores.period_type = 'all_time' and scores.period_date = date '1970-01-01'
)
select f.id as user_id, c.what, c.expected, c.found
from fact as f
cross join lateral (
    values
    ('total_xp', f.xp, f.total_xp),
    ('current_level', gamification.calculate_level_from_xp(f.xp)::bigint, f.current_level::bigint),
    ('awards_paid_once', f.awards::bigint, f.rows::bigint),
    ('payments_without_award', 0::bigint, f.unawarded),
    ('all_time_xp_score', f.xp, f.score),
    ('total_levels_completed', f.levels, f.total_levels_completed::bigint),
    ('total_challenges_completed', f.challenges, f.total_challenges_completed::bigint),
    ('total_attempts', f.recorded::bigint, f.attempts::bigint)
) as c (what, expected, found)
where c.expected is distinct from c.found
union all
select k.user_id, k.what, k.expected, k.found from gamification.audit_counters(array(select l.id from learner as l)) as k
order by user_id, what;
end;
grant execute on function gamification.audit_ledger(uuid, integer) to scheduler, read_only;
