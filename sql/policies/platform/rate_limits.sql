-- Touched by take_token alone; the scheduler purges learners long quiet.
alter table platform.rate_limits enable row level security, force row level security;
drop policy if exists purge on platform.rate_limits;
create policy purge on platform.rate_limits for all to scheduler
using (true);
drop policy if exists definer_all on platform.rate_limits;
create policy definer_all on platform.rate_limits for all to definer
using (true)
with check (true);
grant select, delete on platform.rate_limits to scheduler;
grant select, insert, update on platform.rate_limits to definer;
