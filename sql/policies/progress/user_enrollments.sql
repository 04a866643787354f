-- A learner reads, makes and ends their own enrolments.
alter table progress.user_enrollments enable row level security, force row level security;
drop policy if exists own_read on progress.user_enrollments;
create policy own_read on progress.user_enrollments for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists own_insert on progress.user_enrollments;
create policy own_insert on progress.user_enrollments for insert to application
with check (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists own_delete on progress.user_enrollments;
create policy own_delete on progress.user_enrollments for delete to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on progress.user_enrollments;
create policy staff_read on progress.user_enrollments for select to scheduler, read_only
using (true);
drop policy if exists definer_all on progress.user_enrollments;
create policy definer_all on progress.user_enrollments for all to definer
using (true)
with check (true);
grant select on progress.user_enrollments to application, scheduler, read_only;
grant insert, delete on progress.user_enrollments to application;
grant select, insert, update, delete on progress.user_enrollments to definer;
