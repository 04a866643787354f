-- Gives a queued task to a worker for so many seconds and returns what it needs, of a task with children their results in order: what was
-- queued under that name is no result, and is left out. No row: it was started, finished, cancelled or dispatched again since, or it has
-- expired.
create or replace function platform.start_task(
    p_id uuid, p_nonce uuid, p_lease_seconds integer, p_at timestamptz default now()
) returns table (kind text, payload jsonb, parent_id uuid, user_id uuid, tries smallint)
language sql volatile security definer
set search_path = ''
begin atomic
update platform.tasks as t set
    state = 'running', tries = t.tries + 1, started_at = p_at, progress = 0,
    lease_until = p_at + make_interval(secs => p_lease_seconds)
where t.id = p_id and t.nonce = p_nonce and t.state = 'queued' and (t.expires_at is null or t.expires_at > p_at)
returning
    t.kind,
    (t.payload - 'children') || coalesce(
        (
            select jsonb_build_object('children', jsonb_agg(c.result order by c.id))
            from platform.tasks as c
            where c.parent_id = t.id
            having count(*) > 0
        ), '{}'
    ),
    t.parent_id, t.user_id, t.tries;
end;
alter function platform.start_task(uuid, uuid, integer, timestamptz) owner to definer;
grant execute on function platform.start_task(uuid, uuid, integer, timestamptz) to scheduler;
