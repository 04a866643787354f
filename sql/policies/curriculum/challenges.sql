-- Learners read what their organizations publish; reference data is loaded by the migrator.
alter table curriculum.challenges enable row level security, force row level security;
drop policy if exists members_read on curriculum.challenges;
create policy members_read on curriculum.challenges for select to application
using (organization_id = any(array(select identity.organization_ids())));
drop policy if exists staff_read on curriculum.challenges;
create policy staff_read on curriculum.challenges for select to scheduler, read_only
using (true);
drop policy if exists definer_all on curriculum.challenges;
create policy definer_all on curriculum.challenges for all to definer
using (true)
with check (true);
drop policy if exists migrator_all on curriculum.challenges;
create policy migrator_all on curriculum.challenges for all to migrator
using (true)
with check (true);
grant select on curriculum.challenges to application, scheduler, read_only;
grant select on curriculum.challenges to definer;
