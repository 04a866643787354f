-- Cancels an open task of the present user; false if there is none. A worker that runs it finds its answer refused.
create or replace function platform.cancel_task(p_id uuid, p_at timestamptz default now()) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    update platform.tasks as t set state = 'cancelled', payload = '{}', lease_until = null, finished_at = p_at
    where t.id = p_id and t.user_id = identity.current_user_id() and t.state in ('queued', 'running');
    return found;
end
$$;
alter function platform.cancel_task(uuid, timestamptz) owner to definer;
grant execute on function platform.cancel_task(uuid, timestamptz) to application;
