-- Remembers that a learner was active. A minute's precision is enough and spares two writes on most calls.
create or replace function identity.touch_last_active(p_user_id uuid, p_at timestamptz default now()) returns void
language sql volatile security definer
set search_path = ''
begin atomic
update identity.users as u set last_active_at = p_at
where u.id = p_user_id and u.last_active_at < p_at - interval '1 minute';
end;
alter function identity.touch_last_active(uuid, timestamptz) owner to definer;
