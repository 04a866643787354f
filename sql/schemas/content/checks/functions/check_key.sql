-- The key of the task of a check, by which it is found while it is open.
create or replace function content.check_key(p_item_id uuid, p_revision integer, p_requested_at timestamptz) returns text
language sql immutable
set search_path = ''
return format('check_item:%s:%s:%s', p_item_id, p_revision, extract(epoch from p_requested_at));
alter function content.check_key(uuid, integer, timestamptz) owner to definer;
