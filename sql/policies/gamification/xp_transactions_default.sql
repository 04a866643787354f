-- Reached through its parent only.
alter table gamification.xp_transactions_default enable row level security, force row level security;
drop policy if exists definer_all on gamification.xp_transactions_default;
create policy definer_all on gamification.xp_transactions_default for all to definer
using (true)
with check (true);
