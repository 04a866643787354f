-- Who may read and write the tables of progress. The procedures are in schemas/platform/access.

-- Its months belong to definer, which makes them.
call platform.secure_own_rows('progress.level_attempts');
call platform.reset_access('progress.level_attempts_default');
call platform.admit_definer_alone('progress.level_attempts_default');
call platform.secure_internal_rows('progress.attempts_archived');

call platform.secure_own_rows('progress.user_challenge_progress');
call platform.secure_own_rows('progress.user_level_progress');
call platform.secure_own_rows('progress.user_track_progress');
call platform.secure_own_rows('progress.user_enrollments', p_actions => '{select, insert, delete}');
call platform.secure_own_rows('progress.learning_sessions');
call platform.secure_own_rows('progress.hint_usage');
