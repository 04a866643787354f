-- Cancels an open task of the present user, with its children; a second time changes nothing. A worker that runs it is refused its next
-- report and its answer. Refusals: 404 not-found, which is what others' tasks and those of the platform itself get; 409 task-finished.
create or replace function platform.cancel_task(p_id uuid, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_state text;
begin
    -- the lock for which a worker's answer waits: of both at once, the first counts
    select t.state into v_state from platform.tasks as t
    where t.id = p_id and t.user_id = identity.current_user_id() and t.parent_id is null
    for update;
    if v_state is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no task %s.', p_id);
    elsif v_state in ('done', 'failed') then
        raise exception using
            errcode = 'PF409', constraint = 'task-finished',
            message = format('This task is %s: only one that is queued or running can be cancelled.', v_state);
    end if;
    update platform.tasks as t set state = 'cancelled', payload = '{}', lease_until = null, finished_at = p_at
    where t.id = p_id and t.state in ('queued', 'running');
end
$$;
alter function platform.cancel_task(uuid, timestamptz) owner to definer;
grant execute on function platform.cancel_task(uuid, timestamptz) to application;
