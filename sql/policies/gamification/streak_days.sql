-- A learner reads their own rows; only definer's functions write.
alter table gamification.streak_days enable row level security, force row level security;
drop policy if exists own_read on gamification.streak_days;
create policy own_read on gamification.streak_days for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on gamification.streak_days;
create policy staff_read on gamification.streak_days for select to scheduler, read_only
using (true);
drop policy if exists definer_all on gamification.streak_days;
create policy definer_all on gamification.streak_days for all to definer
using (true)
with check (true);
grant select on gamification.streak_days to application, scheduler, read_only;
grant select, insert, update, delete on gamification.streak_days to definer;
