-- Read by the service that draws and judges; no handler sends an answer before the response.
grant select on assessment.assessment_questions to application, scheduler, read_only;
grant select on assessment.assessment_questions to definer;

-- A learner reads their own rows; only definer's functions write.
alter table assessment.assessment_results enable row level security, force row level security;
drop policy if exists own_read on assessment.assessment_results;
create policy own_read on assessment.assessment_results for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on assessment.assessment_results;
create policy staff_read on assessment.assessment_results for select to scheduler, read_only
using (true);
drop policy if exists definer_all on assessment.assessment_results;
create policy definer_all on assessment.assessment_results for all to definer
using (true)
with check (true);
grant select on assessment.assessment_results to application, scheduler, read_only;
grant select, insert, update, delete on assessment.assessment_results to definer;

-- A learner reads and begins their own assessments; definer's functions close them.
alter table assessment.assessments enable row level security, force row level security;
drop policy if exists own_read on assessment.assessments;
create policy own_read on assessment.assessments for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists own_insert on assessment.assessments;
create policy own_insert on assessment.assessments for insert to application
with check (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on assessment.assessments;
create policy staff_read on assessment.assessments for select to scheduler, read_only
using (true);
drop policy if exists definer_all on assessment.assessments;
create policy definer_all on assessment.assessments for all to definer
using (true)
with check (true);
grant select on assessment.assessments to application, scheduler, read_only;
grant insert on assessment.assessments to application;
grant select, insert, update, delete on assessment.assessments to definer;
