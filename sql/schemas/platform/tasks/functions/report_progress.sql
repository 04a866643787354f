-- Notes how far a running task is, never less than before; false if it is not this dispatch that runs.
create or replace function platform.report_progress(p_id uuid, p_nonce uuid, p_progress double precision) returns boolean
language sql volatile security definer
set search_path = ''
begin atomic
with reported as (
    update platform.tasks as t set progress = greatest(t.progress, p_progress)
    where t.id = p_id and t.nonce = p_nonce and t.state = 'running'
    returning 1
)
select count(*) > 0 from reported;
end;
alter function platform.report_progress(uuid, uuid, double precision) owner to definer;
grant execute on function platform.report_progress(uuid, uuid, double precision) to scheduler;
