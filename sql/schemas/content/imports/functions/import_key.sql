-- The key of the task that works on an import in its present state: another one for the plan than for its application.
create or replace function content.import_key(p_id uuid, p_state text) returns text
language sql immutable
set search_path = ''
return format('import_content:%s:%s', p_id, p_state);
alter function content.import_key(uuid, text) owner to definer;
