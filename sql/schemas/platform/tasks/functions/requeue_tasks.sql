-- Takes tasks that no worker has: up to p_limit queued ones that are due, and as many running ones whose lease ended. An expired
-- one fails, and so does one whose last try was lost; each other is dispatched again, with a new nonce, by the caller after its
-- commit. `due_at` stays: it says since when a worker could have taken it. Two callers share the tasks. A child waits for the
-- next run while another transaction has its parent: it may end both.
create or replace function platform.requeue_tasks(p_limit integer, p_at timestamptz default now())
returns table (
    id uuid, nonce uuid, kind text, user_id uuid, organization_id uuid, state text, due_at timestamptz
)
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    return query
    with waiting as (
        select q.id, q.state, q.tries, q.max_tries, q.expires_at
        from platform.tasks as q
        where
            q.state = 'queued' and q.run_after <= p_at
            and (
                q.parent_id is null
                or exists (select from platform.tasks as p where p.id = q.parent_id for update skip locked)
            )
        order by q.run_after
        limit p_limit
        for update skip locked
    ),
    lost as (
        select r.id, r.state, r.tries, r.max_tries, r.expires_at
        from platform.tasks as r
        where
            r.state = 'running' and r.lease_until <= p_at
            and (
                r.parent_id is null
                or exists (select from platform.tasks as p where p.id = r.parent_id for update skip locked)
            )
        order by r.lease_until
        limit p_limit
        for update skip locked
    ),
    decided as (
        select
            d.id,
            case
                when d.expires_at <= p_at then '{"kind": "expired", "detail": "It was not done in time."}'::jsonb
                when d.state = 'running' and d.tries >= d.max_tries
                    then '{"kind": "lost", "detail": "Its last try was begun and never ended."}'::jsonb
            end as problem
        from (table waiting union all table lost) as d
    )
    update platform.tasks as t set
        state = case when d.problem is null then 'queued' else 'failed' end,
        nonce = gen_random_uuid(),
        run_after = p_at + interval '1 minute',
        lease_until = null,
        payload = case when d.problem is null then t.payload else '{}' end,
        problem = coalesce(d.problem, t.problem),
        finished_at = case when d.problem is not null then p_at end
    from decided as d
    where t.id = d.id
    returning t.id, t.nonce, t.kind, t.user_id, t.organization_id, t.state, t.due_at;
end
$$;
alter function platform.requeue_tasks(integer, timestamptz) owner to definer;
grant execute on function platform.requeue_tasks(integer, timestamptz) to scheduler;
