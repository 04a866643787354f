-- Carries the end of a task to its parent and its children, whoever ends it.
create or replace trigger follow_end
after update of state on platform.tasks
for each row when (old.finished_at is null and new.finished_at is not null)
execute function platform.follow_end();
