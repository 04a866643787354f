-- A learner reads their own notices and marks them as read; only definer's functions write them.
alter table social.notifications enable row level security, force row level security;
drop policy if exists own_read on social.notifications;
create policy own_read on social.notifications for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists own_update on social.notifications;
create policy own_update on social.notifications for update to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid))
with check (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on social.notifications;
create policy staff_read on social.notifications for select to scheduler, read_only
using (true);
drop policy if exists definer_all on social.notifications;
create policy definer_all on social.notifications for all to definer
using (true)
with check (true);
grant select on social.notifications to application, scheduler, read_only;
grant update (read_at) on social.notifications to application;
grant select, insert, update, delete on social.notifications to definer;
