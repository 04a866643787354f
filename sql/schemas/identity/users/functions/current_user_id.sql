-- Who makes the request; null where nobody does, as in a job. The kernel's setting is believed only with
-- its proof.
create or replace function identity.current_user_id() returns uuid
language sql stable parallel safe
return (identity.verify_caller(current_setting('app.caller', true)))[1]::uuid;
grant execute on function identity.current_user_id() to reader, scheduler, read_only, migrator, definer;
