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
