-- The key of the task that writes an export.
create or replace function content.export_key(p_id uuid) returns text
language sql immutable
set search_path = ''
return format('export_content:%s', p_id);
alter function content.export_key(uuid) owner to definer;
