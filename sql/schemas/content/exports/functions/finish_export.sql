-- Notes that an export lies in the bucket.
create or replace function content.finish_export(p_id uuid, p_items integer, p_bytes bigint, p_at timestamptz default now()) returns void
language sql volatile security definer
set search_path = ''
begin atomic
update content.exports as e set state = 'done', items = p_items, bytes = p_bytes, finished_at = p_at
where e.id = p_id and e.state = 'running';
end;
alter function content.finish_export(uuid, integer, bigint, timestamptz) owner to definer;
grant execute on function content.finish_export(uuid, integer, bigint, timestamptz) to scheduler;
