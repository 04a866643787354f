-- Sums that audits read; only definer's functions write.
alter table gamification.xp_archived enable row level security, force row level security;
drop policy if exists staff_read on gamification.xp_archived;
create policy staff_read on gamification.xp_archived for select to scheduler, read_only
using (true);
drop policy if exists definer_all on gamification.xp_archived;
create policy definer_all on gamification.xp_archived for all to definer
using (true)
with check (true);
grant select on gamification.xp_archived to scheduler, read_only;
grant select, insert, update, delete on gamification.xp_archived to definer;
