-- Who makes the request; null where nobody does, as in a job. The one reader of the setting that the kernel sets.
create or replace function identity.current_user_id() returns uuid
language sql stable parallel safe
return nullif(current_setting('app.user_id', true), '')::uuid;
grant execute on function identity.current_user_id() to application, scheduler, read_only, migrator, definer;
