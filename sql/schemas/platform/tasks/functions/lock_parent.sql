-- Locks the parent of a task, if it has one. Whoever ends a task takes this lock before the task's own, as a cancellation of the parent
-- does: so nobody waits for the other, and of the last two children that end at once, one sees that the other has.
create or replace function platform.lock_parent(p_id uuid) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
    perform from platform.tasks as p
    where p.id = (select t.parent_id from platform.tasks as t where t.id = p_id)
    for update;
end
$$;
alter function platform.lock_parent(uuid) owner to definer;
