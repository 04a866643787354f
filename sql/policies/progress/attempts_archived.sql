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
