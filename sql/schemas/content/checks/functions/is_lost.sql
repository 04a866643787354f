-- Whether nobody works any more on what a task of this key began at that time: the task failed for good, or was never queued.
create or replace function content.is_lost(p_key text, p_since timestamptz, p_at timestamptz) returns boolean
language sql stable
set search_path = ''
return p_since < p_at - interval '2 minutes' and not exists (
    select from platform.tasks as t where t.dedup_key = p_key and t.state in ('queued', 'running')
);
alter function content.is_lost(text, timestamptz, timestamptz) owner to definer;
