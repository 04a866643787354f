-- What the ledger, the completions and the calendar say each learner has on a global leaderboard's period, and when
-- they reached it.
create or replace function gamification.recomputed_scores(p_metric_type text, p_period_type text, p_period_date date)
returns table (user_id uuid, metric_value bigint, reached_at timestamptz)
language sql stable
begin atomic
select t.user_id, sum(t.amount)::bigint, max(t.created_at)
from gamification.xp_transactions as t
where
    p_metric_type = 'xp' and t.organization_id = identity.public_organization()
    and t.created_at >= p_period_date::timestamp at time zone 'UTC'
    and t.created_at < gamification.period_end(p_period_type, p_period_date)
group by t.user_id
union all
select p.user_id, count(*), max(p.completion_date)
from progress.user_challenge_progress as p
where
    p_metric_type = 'challenges' and p.xp_organization_id = identity.public_organization()
    and p.completion_date >= p_period_date::timestamp at time zone 'UTC'
    and p.completion_date < gamification.period_end(p_period_type, p_period_date)
group by p.user_id
union all
select d.user_id, max(d.streak), (array_agg(d.created_at order by d.streak desc, d.created_at asc))[1]
from gamification.streak_days as d
where
    p_metric_type = 'streak' and d.kind = 'active' and d.created_at >= p_period_date::timestamp at time zone 'UTC'
    and d.created_at < gamification.period_end(p_period_type, p_period_date)
group by d.user_id;
end;
grant execute on function gamification.recomputed_scores(text, text, date) to scheduler, definer;
