-- Adds to learners' values on every leaderboard a change counts for, in one statement: each period, globally and in each
-- organization they are a member of, and the leaderboard of the challenge that a change is of, which has no periods. Everyone
-- is in public, whose leaderboard is the global one. A change that p_organization_ids gives to another organization counts there
-- alone. A streak is not added up: the longest one reached within the period counts. What changes no value writes nothing, so
-- that a value keeps the instant at which it was reached. In one order, so that batches cannot deadlock.
create or replace function gamification.add_scores(
    p_metric_type text, p_user_ids uuid [], p_deltas bigint [], p_instants timestamptz [], p_challenge_ids uuid [] default '{}',
    p_organization_ids uuid [] default '{}'
) returns void
language sql volatile security definer
set search_path = ''
begin atomic
insert into gamification.leaderboard_scores as s
(scope_type, scope_id, metric_type, period_type, period_date, user_id, metric_value, reached_at)
select
    scope.scope_type, scope.scope_id, p_metric_type, period.period_type,
    gamification.period_start(period.period_type, change.at) as period_date,
    change.user_id, case p_metric_type when 'streak' then max(change.delta) else sum(change.delta) end, max(change.at)
from unnest(p_user_ids, p_deltas, p_instants, p_challenge_ids, p_organization_ids)
    as change (user_id, delta, at, challenge_id, organization_id)
cross join lateral (
    select 'global' as scope_type, '00000000-0000-0000-0000-000000000000'::uuid as scope_id
    where coalesce(change.organization_id, identity.public_organization()) = identity.public_organization()
    union all
    select 'organization' as scope_type, m.organization_id
    from identity.members as m
    where m.user_id = change.user_id and m.status = 'active' and m.organization_id <> identity.public_organization()
        and coalesce(change.organization_id, identity.public_organization()) in (identity.public_organization(), m.organization_id)
    union all
    select 'challenge' as scope_type, change.challenge_id where change.challenge_id is not null
) as scope
inner join unnest(array['daily', 'weekly', 'monthly', 'all_time']) as period (period_type)
    on scope.scope_type <> 'challenge' or period.period_type = 'all_time'
group by scope.scope_type, scope.scope_id, period.period_type, period_date, change.user_id
order by change.user_id, scope.scope_id, period.period_type, period_date
on conflict (user_id, scope_id, metric_type, period_type, period_date) do update set
    metric_value = case p_metric_type
        when 'streak' then greatest(s.metric_value, excluded.metric_value)
        else s.metric_value + excluded.metric_value
    end,
    reached_at = greatest(s.reached_at, excluded.reached_at)
where case p_metric_type when 'streak' then excluded.metric_value > s.metric_value else excluded.metric_value <> 0 end;
end;
alter function gamification.add_scores(text, uuid [], bigint [], timestamptz [], uuid [], uuid []) owner to definer;
