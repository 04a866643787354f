-- A learner reads their own rows; only definer's functions write.
alter table gamification.daily_challenge_attempts enable row level security, force row level security;
drop policy if exists own_read on gamification.daily_challenge_attempts;
create policy own_read on gamification.daily_challenge_attempts for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on gamification.daily_challenge_attempts;
create policy staff_read on gamification.daily_challenge_attempts for select to scheduler, read_only
using (true);
drop policy if exists definer_all on gamification.daily_challenge_attempts;
create policy definer_all on gamification.daily_challenge_attempts for all to definer
using (true)
with check (true);
grant select on gamification.daily_challenge_attempts to application, scheduler, read_only;
grant select, insert, update, delete on gamification.daily_challenge_attempts to definer;
