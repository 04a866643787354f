-- Until when a decision can be appealed: for 14 days.
create or replace function social.appeal_until(p_decided_at timestamptz) returns timestamptz
language sql immutable
set search_path = ''
return p_decided_at + interval '336 hours';
alter function social.appeal_until(timestamptz) owner to definer;
