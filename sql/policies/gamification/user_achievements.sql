-- A learner reads their own rows; only definer's functions write.
alter table gamification.user_achievements enable row level security, force row level security;
drop policy if exists own_read on gamification.user_achievements;
create policy own_read on gamification.user_achievements for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on gamification.user_achievements;
create policy staff_read on gamification.user_achievements for select to scheduler, read_only
using (true);
drop policy if exists definer_all on gamification.user_achievements;
create policy definer_all on gamification.user_achievements for all to definer
using (true)
with check (true);
grant select on gamification.user_achievements to application, scheduler, read_only;
grant select, insert, update, delete on gamification.user_achievements to definer;
