-- Opens what newly loaded content leaves open, for every learner; returns how many rows it opened.
create or replace function progress.unlock_for_everyone(p_at timestamptz default now()) returns bigint
language sql volatile security definer
set search_path = ''
begin atomic
select count(*)
from identity.users as u cross join lateral progress.check_and_unlock_challenges(u.id, p_at) as opened
where u.erased_at is null;
end;
alter function progress.unlock_for_everyone(timestamptz) owner to definer;
grant execute on function progress.unlock_for_everyone(timestamptz) to migrator, scheduler;
