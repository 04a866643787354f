-- A learner sees their own memberships.
alter table identity.members enable row level security, force row level security;
drop policy if exists own_read on identity.members;
create policy own_read on identity.members for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on identity.members;
create policy staff_read on identity.members for select to scheduler, read_only
using (true);
drop policy if exists definer_all on identity.members;
create policy definer_all on identity.members for all to definer
using (true)
with check (true);
drop policy if exists migrator_all on identity.members;
create policy migrator_all on identity.members for all to migrator
using (true)
with check (true);
grant select on identity.members to application, scheduler, read_only;
grant select, insert on identity.members to definer;
