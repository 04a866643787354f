-- The roles of whoever makes the request; empty, never null, where nobody does. The one reader of the setting that the kernel
-- sets.
create or replace function identity.current_roles() returns text []
language sql stable parallel safe
return coalesce(string_to_array(current_setting('app.roles', true), ' '), '{}');
grant execute on function identity.current_roles() to application, scheduler, read_only, migrator, definer;
