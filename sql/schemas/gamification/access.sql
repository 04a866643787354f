-- Kept by a trigger; no learner's column.
grant select on gamification.achievement_conditions to application, scheduler, read_only;
grant select, insert, delete on gamification.achievement_conditions to definer;

-- Everybody reads what can be achieved; administrators write through definer's functions.
grant select on gamification.achievements to application, scheduler, read_only;
grant select, insert, update on gamification.achievements to definer;

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

-- Everybody reads the day's challenge; the schedule writes through definer's functions.
grant select on gamification.daily_challenges to application, scheduler, read_only;
grant select, insert, update on gamification.daily_challenges to definer;

-- Boards are public and hold no name: no row-level security; only definer's functions write.
grant select on gamification.leaderboard_boards to application, scheduler, read_only;
grant select, insert, update on gamification.leaderboard_boards to definer;

-- Boards are public and hold no name: no row-level security; only definer's functions write.
grant select on gamification.leaderboard_ranks to application, scheduler, read_only;
grant select, insert, update, delete on gamification.leaderboard_ranks to definer;

-- Boards are public and hold no name: no row-level security; only definer's functions write.
grant select on gamification.leaderboard_scores to application, scheduler, read_only;
grant select, insert, update, delete on gamification.leaderboard_scores to definer;

-- Closed boards are public and hold no name: no row-level security; only definer's functions write.
grant select on gamification.leaderboard_snapshots to application, scheduler, read_only;
grant select, insert, update, delete on gamification.leaderboard_snapshots to definer;

-- Nothing of learners; the audit keeps its place here.
grant select, insert, update on gamification.ledger_audits to scheduler;
grant select on gamification.ledger_audits to read_only;

-- Everybody reads the tree; administrators write through definer's functions.
grant select on gamification.skill_prerequisites to application, scheduler, read_only;
grant select, insert, delete on gamification.skill_prerequisites to definer;

-- Everybody reads the tree; administrators write through definer's functions.
grant select on gamification.skills to application, scheduler, read_only;
grant select, insert, update on gamification.skills to definer;

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

-- Everybody may know what a streak pays.
grant select on gamification.streak_milestones to application, scheduler, read_only, definer;

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

-- A learner reads their own rows; only definer's functions write.
alter table gamification.user_dashboard_summary enable row level security, force row level security;
drop policy if exists own_read on gamification.user_dashboard_summary;
create policy own_read on gamification.user_dashboard_summary for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on gamification.user_dashboard_summary;
create policy staff_read on gamification.user_dashboard_summary for select to scheduler, read_only
using (true);
drop policy if exists definer_all on gamification.user_dashboard_summary;
create policy definer_all on gamification.user_dashboard_summary for all to definer
using (true)
with check (true);
grant select on gamification.user_dashboard_summary to application, scheduler, read_only;
grant select, insert, update, delete on gamification.user_dashboard_summary to definer;

-- A learner reads their own rows; only definer's functions write.
alter table gamification.user_skills enable row level security, force row level security;
drop policy if exists own_read on gamification.user_skills;
create policy own_read on gamification.user_skills for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on gamification.user_skills;
create policy staff_read on gamification.user_skills for select to scheduler, read_only
using (true);
drop policy if exists definer_all on gamification.user_skills;
create policy definer_all on gamification.user_skills for all to definer
using (true)
with check (true);
grant select on gamification.user_skills to application, scheduler, read_only;
grant select, insert, update, delete on gamification.user_skills to definer;

-- A learner reads their own rows; only definer's functions write.
alter table gamification.user_stats enable row level security, force row level security;
drop policy if exists own_read on gamification.user_stats;
create policy own_read on gamification.user_stats for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on gamification.user_stats;
create policy staff_read on gamification.user_stats for select to scheduler, read_only
using (true);
drop policy if exists definer_all on gamification.user_stats;
create policy definer_all on gamification.user_stats for all to definer
using (true)
with check (true);
grant select on gamification.user_stats to application, scheduler, read_only;
grant select, insert, update on gamification.user_stats to definer;

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

-- A learner reads their own rows; only definer's functions write.
alter table gamification.xp_transactions enable row level security, force row level security;
drop policy if exists own_read on gamification.xp_transactions;
create policy own_read on gamification.xp_transactions for select to application
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
drop policy if exists staff_read on gamification.xp_transactions;
create policy staff_read on gamification.xp_transactions for select to scheduler, read_only
using (true);
drop policy if exists definer_all on gamification.xp_transactions;
create policy definer_all on gamification.xp_transactions for all to definer
using (true)
with check (true);
grant select on gamification.xp_transactions to application, scheduler, read_only;

-- Reached through its parent only.
alter table gamification.xp_transactions_default enable row level security, force row level security;
drop policy if exists definer_all on gamification.xp_transactions_default;
create policy definer_all on gamification.xp_transactions_default for all to definer
using (true)
with check (true);
