-- Written by definer's functions, read by staff; no learner's column, so no policy per learner.
grant select on platform.audit_log to scheduler, read_only;
grant insert on platform.audit_log to definer;

-- A learner's own keys; the scheduler purges old ones.
alter table platform.idempotency_keys enable row level security, force row level security;
drop policy if exists own_keys on platform.idempotency_keys;
create policy own_keys on platform.idempotency_keys for all to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid))
with check (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists purge on platform.idempotency_keys;
create policy purge on platform.idempotency_keys for all to scheduler
using (true);
grant select, insert, update on platform.idempotency_keys to application;
grant select, delete on platform.idempotency_keys to scheduler;
drop policy if exists definer_all on platform.idempotency_keys;
create policy definer_all on platform.idempotency_keys for all to definer
using (true)
with check (true);

-- Jobs keep their place here, through definer's functions.
grant select on platform.job_cursors to scheduler, read_only;
grant select, insert, update on platform.job_cursors to definer;

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

-- Nothing of learners; written by definer's functions.
grant select on platform.partition_archives to scheduler, migrator, read_only;
grant select, insert, update on platform.partition_archives to definer;

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
