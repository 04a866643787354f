-- Who may read and write the tables of gamification. The procedures are in schemas/platform/access.

-- The ledger, which erasure keeps so that it still adds up. Its keys are only ever added; its months belong to definer,
-- which makes them, and a trigger refuses changes.
call platform.secure_own_rows('gamification.xp_awards', p_definer => '{select, insert}');
call identity.declare_personal_data('gamification.xp_awards', 'user_id', 'keep');
call platform.secure_own_rows('gamification.xp_transactions');
call identity.declare_personal_data('gamification.xp_transactions', 'user_id', 'keep');
call platform.reset_access('gamification.xp_transactions_default');
call platform.admit_definer_alone('gamification.xp_transactions_default');
call platform.secure_internal_rows('gamification.xp_archived');
call identity.declare_personal_data(
    'gamification.xp_archived', 'user_id', 'keep', p_left_out => 'sums of rows that are in the archive; the total has them'
);
call platform.secure_own_rows('gamification.user_stats');
call identity.declare_personal_data('gamification.user_stats', 'user_id', 'delete');

-- The audit of the ledger is a job that keeps its place by itself.
call platform.secure_reference('gamification.ledger_audits', p_definer => '{}', p_readers => '{scheduler, read_only}');
grant insert, update on gamification.ledger_audits to scheduler;

-- Leaderboards hold no name; those of an organization are its members' alone.
call gamification.secure_leaderboard_rows('gamification.leaderboards', '{select, insert, update}');
call gamification.secure_leaderboard_rows('gamification.leaderboard_ranks', '{select, insert, update, delete}');
call gamification.secure_leaderboard_rows('gamification.leaderboard_scores', '{select, insert, update, delete}');
call identity.declare_personal_data('gamification.leaderboard_scores', 'user_id', 'delete');
call gamification.secure_leaderboard_rows('gamification.leaderboard_snapshots', '{select, insert, update, delete}');
call identity.declare_personal_data('gamification.leaderboard_snapshots', 'user_id', 'anonymize');

call platform.secure_own_rows('gamification.streak_days');
call identity.declare_personal_data('gamification.streak_days', 'user_id', 'delete');
call platform.secure_reference('gamification.streak_milestones');

-- Administrators write achievements and skills through definer's functions; skills are for everybody to read.
call platform.secure_organization_rows('gamification.achievements', p_definer => '{select, insert, update}');
call platform.secure_reference('gamification.achievement_conditions', '{select, insert, delete}');
call platform.secure_own_rows('gamification.metric_counters');
call identity.declare_personal_data('gamification.metric_counters', 'user_id', 'delete');
call platform.secure_reference('gamification.metric_editions', '{select, update}');
call platform.secure_own_rows('gamification.recorded_metrics');
call identity.declare_personal_data('gamification.recorded_metrics', 'user_id', 'delete');
call platform.secure_own_rows('gamification.user_achievements');
call identity.declare_personal_data('gamification.user_achievements', 'user_id', 'delete');
call platform.secure_reference('gamification.skills', '{select, insert, update}');
call platform.secure_reference('gamification.skill_prerequisites', '{select, insert, delete}');
call platform.secure_own_rows('gamification.user_skills');
call identity.declare_personal_data('gamification.user_skills', 'user_id', 'delete');

call platform.secure_reference('gamification.daily_challenges', '{select, insert, update}');
call platform.secure_own_rows('gamification.daily_challenge_attempts');
call identity.declare_personal_data('gamification.daily_challenge_attempts', 'user_id', 'delete');
call platform.secure_own_rows('gamification.user_dashboard_summary');
call identity.declare_personal_data('gamification.user_dashboard_summary', 'user_id', 'delete');
