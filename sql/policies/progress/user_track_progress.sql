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
