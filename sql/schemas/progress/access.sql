-- Counts that audits read; only definer's functions write.
alter table progress.attempts_archived enable row level security, force row level security;
drop policy if exists staff_read on progress.attempts_archived;
create policy staff_read on progress.attempts_archived for select to scheduler, read_only
using (true);
drop policy if exists definer_all on progress.attempts_archived;
create policy definer_all on progress.attempts_archived for all to definer
using (true)
with check (true);
grant select on progress.attempts_archived to scheduler, read_only;
grant select, insert, update, delete on progress.attempts_archived to definer;

-- A learner reads their own rows; only definer's functions write.
alter table progress.hint_usage enable row level security, force row level security;
drop policy if exists own_read on progress.hint_usage;
create policy own_read on progress.hint_usage for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on progress.hint_usage;
create policy staff_read on progress.hint_usage for select to scheduler, read_only
using (true);
drop policy if exists definer_all on progress.hint_usage;
create policy definer_all on progress.hint_usage for all to definer
using (true)
with check (true);
grant select on progress.hint_usage to application, scheduler, read_only;
grant select, insert, update, delete on progress.hint_usage to definer;

-- A learner reads their own rows; only definer's functions write.
alter table progress.learning_sessions enable row level security, force row level security;
drop policy if exists own_read on progress.learning_sessions;
create policy own_read on progress.learning_sessions for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on progress.learning_sessions;
create policy staff_read on progress.learning_sessions for select to scheduler, read_only
using (true);
drop policy if exists definer_all on progress.learning_sessions;
create policy definer_all on progress.learning_sessions for all to definer
using (true)
with check (true);
grant select on progress.learning_sessions to application, scheduler, read_only;
grant select, insert, update, delete on progress.learning_sessions to definer;

-- A learner reads their own rows; only definer's functions write.
alter table progress.level_attempts enable row level security, force row level security;
drop policy if exists own_read on progress.level_attempts;
create policy own_read on progress.level_attempts for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on progress.level_attempts;
create policy staff_read on progress.level_attempts for select to scheduler, read_only
using (true);
drop policy if exists definer_all on progress.level_attempts;
create policy definer_all on progress.level_attempts for all to definer
using (true)
with check (true);
grant select on progress.level_attempts to application, scheduler, read_only;

-- Reached through its parent only.
alter table progress.level_attempts_default enable row level security, force row level security;
drop policy if exists definer_all on progress.level_attempts_default;
create policy definer_all on progress.level_attempts_default for all to definer
using (true)
with check (true);

-- A learner reads their own rows; only definer's functions write.
alter table progress.user_challenge_progress enable row level security, force row level security;
drop policy if exists own_read on progress.user_challenge_progress;
create policy own_read on progress.user_challenge_progress for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on progress.user_challenge_progress;
create policy staff_read on progress.user_challenge_progress for select to scheduler, read_only
using (true);
drop policy if exists definer_all on progress.user_challenge_progress;
create policy definer_all on progress.user_challenge_progress for all to definer
using (true)
with check (true);
grant select on progress.user_challenge_progress to application, scheduler, read_only;
grant select, insert, update on progress.user_challenge_progress to definer;

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

-- A learner reads their own rows; only definer's functions write.
alter table progress.user_level_progress enable row level security, force row level security;
drop policy if exists own_read on progress.user_level_progress;
create policy own_read on progress.user_level_progress for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on progress.user_level_progress;
create policy staff_read on progress.user_level_progress for select to scheduler, read_only
using (true);
drop policy if exists definer_all on progress.user_level_progress;
create policy definer_all on progress.user_level_progress for all to definer
using (true)
with check (true);
grant select on progress.user_level_progress to application, scheduler, read_only;
grant select, insert, update on progress.user_level_progress to definer;

-- A learner reads their own rows; only definer's functions write.
alter table progress.user_track_progress enable row level security, force row level security;
drop policy if exists own_read on progress.user_track_progress;
create policy own_read on progress.user_track_progress for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on progress.user_track_progress;
create policy staff_read on progress.user_track_progress for select to scheduler, read_only
using (true);
drop policy if exists definer_all on progress.user_track_progress;
create policy definer_all on progress.user_track_progress for all to definer
using (true)
with check (true);
grant select on progress.user_track_progress to application, scheduler, read_only;
grant select, insert, update, delete on progress.user_track_progress to definer;
