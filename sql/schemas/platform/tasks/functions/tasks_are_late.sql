-- Says whether a task has been due for three minutes and nobody does it, or whoever began it was lost: the minute job dispatches it again
-- and again, and nothing comes of that.
create or replace function platform.tasks_are_late(p_at timestamptz default now()) returns boolean
language sql stable security definer
set search_path = ''
begin atomic
select coalesce(min(t.due_at) <= p_at - interval '3 minutes', false)
from platform.tasks as t
where t.finished_at is null and (t.state = 'queued' or t.tries > 1);
end;
alter function platform.tasks_are_late(timestamptz) owner to definer;
grant execute on function platform.tasks_are_late(timestamptz) to reader;
