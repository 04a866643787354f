-- Leaderboards whose period ended at least two minutes ago and was not closed: by then every request of the period has
-- committed or failed. The last period of each kind is among them even if no refresh ever saw it.
create or replace function gamification.leaderboards_to_close(p_at timestamptz default now())
returns table (scope_type text, scope_id uuid, metric_type text, period_type text, period_date date)
language sql stable
begin atomic
select b.scope_type, b.scope_id, b.metric_type, b.period_type, b.period_date
from gamification.leaderboards as b
where b.closed_at is null and gamification.period_end(b.period_type, b.period_date) <= p_at - interval '2 minutes'
union
select
    'global' as scope_type, '00000000-0000-0000-0000-000000000000'::uuid as scope_id, metric.metric_type, period.period_type,
    last.period_date
from unnest(array['xp', 'challenges', 'streak']) as metric (metric_type)
cross join unnest(array['daily', 'weekly', 'monthly']) as period (period_type)
cross join lateral (
    select gamification.period_start(
        period.period_type, gamification.period_start(period.period_type, p_at)::timestamp at time zone 'UTC' - interval '1 day'
    ) as period_date
) as last
where
    gamification.period_end(period.period_type, last.period_date) <= p_at - interval '2 minutes'
    and not exists (
        select from gamification.leaderboards as b
        where
            b.scope_id = '00000000-0000-0000-0000-000000000000' and b.metric_type = metric.metric_type
            and b.period_type = period.period_type and b.period_date = last.period_date and b.closed_at is not null
    )
order by 5, 4, 3, 2;
end;
grant execute on function gamification.leaderboards_to_close(timestamptz) to scheduler;
