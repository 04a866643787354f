-- Written by definer's functions; the publisher drains it.
alter table platform.outbox enable row level security, force row level security;
drop policy if exists publisher on platform.outbox;
create policy publisher on platform.outbox for all to scheduler
using (true)
with check (true);
drop policy if exists staff_read on platform.outbox;
create policy staff_read on platform.outbox for select to read_only
using (true);
drop policy if exists definer_all on platform.outbox;
create policy definer_all on platform.outbox for all to definer
using (true)
with check (true);
grant select, update, delete on platform.outbox to scheduler;
grant select on platform.outbox to read_only;
grant insert on platform.outbox to definer;
