-- Accepts the result of a running task, once; false if it is not this dispatch that runs, and then nothing was changed. Locks the
-- task's parent before the task.
create or replace function platform.finish_task(
    p_id uuid, p_nonce uuid, p_result jsonb, p_at timestamptz default now()
) returns boolean
language sql volatile security definer
set search_path = ''
begin atomic
select platform.lock_parent(p_id);
with finished as (
    update platform.tasks as t set
        state = 'done', result = p_result, problem = null, payload = '{}', progress = 1, lease_until = null, finished_at = p_at
    where t.id = p_id and t.nonce = p_nonce and t.state = 'running'
    returning 1
)
select count(*) > 0 from finished;
end;
alter function platform.finish_task(uuid, uuid, jsonb, timestamptz) owner to definer;
grant execute on function platform.finish_task(uuid, uuid, jsonb, timestamptz) to scheduler;
