-- The roles of whoever makes the request; empty, never null, where nobody does. The kernel's setting is believed
-- only with its proof.
create or replace function identity.current_roles() returns text []
language sql stable parallel safe
return coalesce(string_to_array((identity.verify_caller(current_setting('app.caller', true)))[2], ' '), '{}');
grant execute on function identity.current_roles() to reader, scheduler, read_only, migrator, definer;
