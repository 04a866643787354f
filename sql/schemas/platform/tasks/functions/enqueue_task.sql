-- Queues a task of the present user and returns what its dispatch needs. One that starts at once is dispatched by the caller
-- after its commit; the minute job dispatches again what no worker has started a minute later, and what starts later.
-- A request queues for whoever makes it, and a kind that serves the platform itself is not done for a user. Refusals: 401
-- unproven; 409 task-pending; 429 too-many-open where as many tasks of the kind are open as the user may have, if a number is given.
create or replace function platform.enqueue_task(
    p_kind text, p_payload jsonb, p_dedup_key text default null, p_organization_id uuid default null,
    p_max_tries integer default 3, p_expires_at timestamptz default null, p_run_after timestamptz default null,
    p_at timestamptz default now(), p_max_open integer default null
) returns table (id uuid, nonce uuid, user_id uuid)
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    if session_user in ('application', 'staff') and identity.current_user_id() is null then
        raise exception using
            errcode = 'PF401', constraint = 'unproven', message = 'Your session cannot be verified: sign in again.';
    end if;
    if p_max_open is not null then  -- so that two at once count each other
        perform pg_advisory_xact_lock(hashtextextended(p_kind || ' ' || identity.current_user_id(), 0));
    end if;
    if (
        select count(*) >= p_max_open from platform.tasks as open
        where open.user_id = identity.current_user_id() and open.kind = p_kind and open.state in ('queued', 'running')
    ) then
        raise exception using
            errcode = 'PF429', constraint = 'too-many-open',
            message = format('%s of your submissions wait for their verdict: send the next one when one has it.', p_max_open),
            detail = jsonb_build_object('retry_after', 2)::text;
    end if;
    return query
    insert into platform.tasks as t
    (kind, user_id, organization_id, payload, dedup_key, max_tries, run_after, due_at, expires_at, nonce, created_at)
    values (
        p_kind, identity.current_user_id(), p_organization_id, p_payload, p_dedup_key, p_max_tries,
        coalesce(p_run_after, p_at + interval '1 minute'), coalesce(p_run_after, p_at), p_expires_at, gen_random_uuid(), p_at
    )
    on conflict (dedup_key) where state in ('queued', 'running') do nothing
    returning t.id, t.nonce, t.user_id;
    if not found then
        raise exception using
            errcode = 'PF409', constraint = 'task-pending',
            message = 'The same work is still queued or running: wait until it has finished.';
    end if;
end
$$;
alter function platform.enqueue_task(text, jsonb, text, uuid, integer, timestamptz, timestamptz, timestamptz, integer) owner to definer;
grant execute on function platform.enqueue_task(text, jsonb, text, uuid, integer, timestamptz, timestamptz, timestamptz, integer)
to application, scheduler, migrator;
