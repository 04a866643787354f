-- Sets a learner's all-time scores, on the global leaderboard and those of their organizations, to what their stats say, each
-- with the instant at which the ledger and the completions reached it; one whose rows are in the archive keeps its instant.
create or replace function gamification.recompute_scores(p_user_id uuid, p_at timestamptz) returns void
language sql volatile
set search_path = ''
begin atomic
with wanted as (
    select scope.scope_type, scope.scope_id, metric.metric_type, metric.value, metric.reached_at
    from gamification.user_stats as s
    cross join lateral (
        values
        ('xp', s.total_xp, (select max(t.created_at) from gamification.xp_transactions as t where t.user_id = p_user_id)),
        (
            'challenges', s.total_challenges_completed::bigint,
            (select max(c.completion_date) from progress.user_challenge_progress as c where c.user_id = p_user_id)
        )
    ) as metric (metric_type, value, reached_at)
    cross join lateral (
        select 'global' as scope_type, '00000000-0000-0000-0000-000000000000'::uuid as scope_id
        union all
        select 'organization' as scope_type, m.organization_id
        from identity.members as m
        where m.user_id = p_user_id and m.status = 'active' and m.organization_id <> identity.public_organization()
    ) as scope
    where s.user_id = p_user_id
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
