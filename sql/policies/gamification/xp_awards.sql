-- A learner reads their own rows; only definer's functions write.
alter table gamification.xp_awards enable row level security, force row level security;
drop policy if exists own_read on gamification.xp_awards;
create policy own_read on gamification.xp_awards for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on gamification.xp_awards;
create policy staff_read on gamification.xp_awards for select to scheduler, read_only
using (true);
drop policy if exists definer_all on gamification.xp_awards;
create policy definer_all on gamification.xp_awards for all to definer
using (true)
with check (true);
grant select on gamification.xp_awards to application, scheduler, read_only;
grant select, insert on gamification.xp_awards to definer;
