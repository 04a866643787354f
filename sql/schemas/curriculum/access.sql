-- No learner's and no tenant's column of its own: reached only through its track or challenge, whose policy decides.
grant select on curriculum.challenge_levels to application, scheduler, read_only, definer;

-- No learner's and no tenant's column of its own: reached only through its track or challenge, whose policy decides.
grant select on curriculum.challenge_prerequisites to application, scheduler, read_only, definer;

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

-- Learners read what their organizations publish; reference data is loaded by the migrator.
alter table curriculum.learning_tracks enable row level security, force row level security;
drop policy if exists members_read on curriculum.learning_tracks;
create policy members_read on curriculum.learning_tracks for select to application
using (organization_id = any(array(select identity.organization_ids())));
drop policy if exists staff_read on curriculum.learning_tracks;
create policy staff_read on curriculum.learning_tracks for select to scheduler, read_only
using (true);
drop policy if exists definer_all on curriculum.learning_tracks;
create policy definer_all on curriculum.learning_tracks for all to definer
using (true)
with check (true);
drop policy if exists migrator_all on curriculum.learning_tracks;
create policy migrator_all on curriculum.learning_tracks for all to migrator
using (true)
with check (true);
grant select on curriculum.learning_tracks to application, scheduler, read_only;
grant select on curriculum.learning_tracks to definer;

-- No learner's and no tenant's column of its own: reached only through its track or challenge, whose policy decides.
grant select on curriculum.lessons to application, scheduler, read_only, definer;

-- No learner's and no tenant's column of its own: reached only through its track or challenge, whose policy decides.
grant select on curriculum.modules to application, scheduler, read_only, definer;

-- No learner's and no tenant's column of its own: reached only through its track or challenge, whose policy decides.
grant select on curriculum.track_prerequisites to application, scheduler, read_only, definer;
