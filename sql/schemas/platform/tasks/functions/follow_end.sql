-- What the end of a task means for its family. The last child that is done makes its parent due; one that failed ends its parent with its
-- problem; and with a parent that ended, its open children are cancelled. Whoever ends a child holds its parent's lock (lock_parent).
create or replace function platform.follow_end() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    if new.parent_id is null then
        update platform.tasks as c set state = 'cancelled', payload = '{}', lease_until = null, finished_at = new.finished_at
        where c.parent_id = new.id and c.finished_at is null;
    elsif new.state = 'failed' then
        update platform.tasks as p set state = 'failed', problem = new.problem, payload = '{}', finished_at = new.finished_at
        where p.id = new.parent_id and p.state = 'queued';
    elsif new.state = 'done' then
        update platform.tasks as p set run_after = new.finished_at + interval '1 minute', due_at = new.finished_at
        where
            p.id = new.parent_id and p.state = 'queued'
            and not exists (select from platform.tasks as c where c.parent_id = p.id and c.finished_at is null);
    end if;
    return null;
end
$$;
alter function platform.follow_end() owner to definer;
