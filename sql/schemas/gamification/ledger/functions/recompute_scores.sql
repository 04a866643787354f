-- Sets a learner's all-time scores, on the global leaderboard and those of their organizations, to what the ledger and their
-- completions say, each with the instant at which it was reached; one whose rows are in the archive keeps its instant. What belongs to
-- an organization counts on its leaderboards alone, and what is the platform's on all.
create or replace function gamification.recompute_scores(p_user_id uuid, p_at timestamptz) returns void
language sql volatile
set search_path = ''
begin atomic
with
reached as (
    select 'xp' as metric_type, t.organization_id, t.amount::bigint as value, t.created_at as at
    from gamification.xp_transactions as t where t.user_id = p_user_id
    union all
    select 'xp' as metric_type, x.organization_id, x.amount as value, null::timestamptz as at
    from gamification.xp_archived as x where x.user_id = p_user_id
    union all
    select 'challenges' as metric_type, p.xp_organization_id as organization_id, 1::bigint as value, p.completion_date as at
    from progress.user_challenge_progress as p
    where p.user_id = p_user_id and p.completion_date is not null
),
wanted as (
    select
        scope.scope_type, scope.scope_id, metric.metric_type, coalesce(sum(r.value), 0)::bigint as value, max(r.at) as reached_at
    from (
        select 'global' as scope_type, '00000000-0000-0000-0000-000000000000'::uuid as scope_id
        union all
        select 'organization' as scope_type, m.organization_id
        from identity.members as m
        where m.user_id = p_user_id and m.status = 'active' and m.organization_id <> identity.public_organization()
    ) as scope
    cross join (values ('xp'), ('challenges')) as metric (metric_type)
    left join reached as r
        on r.metric_type = metric.metric_type and r.organization_id in (identity.public_organization(), scope.scope_id)
    group by scope.scope_type, scope.scope_id, metric.metric_type
)
insert into gamification.leaderboard_scores as s
(scope_type, scope_id, metric_type, period_type, period_date, user_id, metric_value, reached_at)
select
    w.scope_type, w.scope_id, w.metric_type, 'all_time', date '1970-01-01', p_user_id, w.value,
    coalesce(w.reached_at, there.reached_at, p_at)
from wanted as w
left join gamification.leaderboard_scores as there
    on
        there.scope_id = w.scope_id and there.metric_type = w.metric_type and there.period_type = 'all_time'
        and there.period_date = date '1970-01-01' and there.user_id = p_user_id
where w.value <> 0 or there.user_id is not null
order by w.scope_id, w.metric_type
on conflict (user_id, scope_id, metric_type, period_type, period_date) do update set
    metric_value = excluded.metric_value, reached_at = excluded.reached_at
where (s.metric_value, s.reached_at) is distinct from (excluded.metric_value, excluded.reached_at);
end;
alter function gamification.recompute_scores(uuid, timestamptz) owner to definer;
