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
