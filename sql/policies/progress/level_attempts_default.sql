-- Reached through its parent only.
alter table progress.level_attempts_default enable row level security, force row level security;
drop policy if exists definer_all on progress.level_attempts_default;
create policy definer_all on progress.level_attempts_default for all to definer
using (true)
with check (true);
