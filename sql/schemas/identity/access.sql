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

-- A learner sees the organizations they belong to.
alter table identity.organizations enable row level security, force row level security;
drop policy if exists members_read on identity.organizations;
create policy members_read on identity.organizations for select to application
using (id = any(array(select identity.organization_ids())));
drop policy if exists staff_read on identity.organizations;
create policy staff_read on identity.organizations for select to scheduler, read_only
using (true);
drop policy if exists definer_all on identity.organizations;
create policy definer_all on identity.organizations for all to definer
using (true)
with check (true);
drop policy if exists migrator_all on identity.organizations;
create policy migrator_all on identity.organizations for all to migrator
using (true)
with check (true);
grant select on identity.organizations to application, scheduler, read_only, definer;

-- Holds only what its learner lets others see: public by definition, so no row-level security.
grant select on identity.public_profiles to application, scheduler, read_only;
grant select, insert, update, delete on identity.public_profiles to definer;

-- A learner reads and edits their own row; definer makes rows and delivers e-mail addresses.
alter table identity.users enable row level security, force row level security;
drop policy if exists own_read on identity.users;
create policy own_read on identity.users for select to application
using (id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists own_update on identity.users;
create policy own_update on identity.users for update to application
using (id = (select nullif(current_setting('app.user_id', true), '')::uuid))
with check (id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on identity.users;
create policy staff_read on identity.users for select to scheduler, read_only
using (true);
drop policy if exists definer_all on identity.users;
create policy definer_all on identity.users for all to definer
using (true)
with check (true);
grant select on identity.users to application, scheduler, read_only;
grant update (username, display_name, avatar_url, preferences, time_zone, time_zone_changed_at, visibility, updated_at)
on identity.users to application;
grant select, insert, update on identity.users to definer;
