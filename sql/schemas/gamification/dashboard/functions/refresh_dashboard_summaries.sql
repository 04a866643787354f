-- Rebuilds every learner's dashboard; returns how many rows changed. The hourly job goes slice by slice instead.
create or replace function gamification.refresh_dashboard_summaries(p_at timestamptz default now()) returns bigint
language sql volatile security definer
set search_path = ''
begin atomic
select gamification.refresh_dashboard_slice(array(select u.id from identity.users as u order by u.id), p_at);
end;
alter function gamification.refresh_dashboard_summaries(timestamptz) owner to definer;
grant execute on function gamification.refresh_dashboard_summaries(timestamptz) to scheduler;
