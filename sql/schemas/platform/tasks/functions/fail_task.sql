-- Ends a try of a running task with a problem. A failure of the infrastructure is retried after 2, 15 and 60 seconds, while
-- tries are left; any other ends the task. Returns the state since; null if it is not this dispatch that runs. Locks the task's
-- parent before the task.
create or replace function platform.fail_task(
    p_id uuid, p_nonce uuid, p_problem jsonb, p_retry boolean, p_at timestamptz default now()
) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_state text;
begin
    perform platform.lock_parent(p_id);
    update platform.tasks as t set
        state = 'queued', problem = p_problem, lease_until = null, nonce = gen_random_uuid(),
        run_after = p_at + make_interval(secs => (array[2, 15, 60])[least(t.tries, 3)]),
        due_at = p_at + make_interval(secs => (array[2, 15, 60])[least(t.tries, 3)])
    where t.id = p_id and t.nonce = p_nonce and t.state = 'running' and p_retry and t.tries < t.max_tries
    returning t.state into v_state;
    if v_state is null then
        update platform.tasks as t set
            state = 'failed', problem = p_problem, payload = '{}', lease_until = null, finished_at = p_at
        where t.id = p_id and t.nonce = p_nonce and t.state = 'running'
        returning t.state into v_state;
    end if;
    return v_state;
end
$$;
alter function platform.fail_task(uuid, uuid, jsonb, boolean, timestamptz) owner to definer;
grant execute on function platform.fail_task(uuid, uuid, jsonb, boolean, timestamptz) to scheduler;
