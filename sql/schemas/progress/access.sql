-- Who may read and write the tables of progress. The procedures are in schemas/platform/access.

-- Its months belong to definer, which makes them.
call platform.secure_own_rows('progress.level_attempts');
call identity.declare_personal_data('progress.level_attempts', 'user_id', 'delete', p_shown_by => 'progress.exported_attempt');
call platform.reset_access('progress.level_attempts_default');
call platform.admit_definer_alone('progress.level_attempts_default');
call platform.secure_internal_rows('progress.attempts_archived');
call identity.declare_personal_data(
    'progress.attempts_archived', 'user_id', 'delete',
    p_left_out => 'counts of rows that are in the archive; the challenge''s progress has them'
);

call platform.secure_own_rows('progress.user_challenge_progress');
call identity.declare_personal_data('progress.user_challenge_progress', 'user_id', 'delete', p_shown_by => 'progress.exported_challenge');
call platform.secure_own_rows('progress.unlock_grants', p_definer => '{select, insert, delete}');
call identity.declare_personal_data('progress.unlock_grants', 'user_id', 'delete');
call platform.secure_own_rows('progress.user_level_progress');
call identity.declare_personal_data('progress.user_level_progress', 'user_id', 'delete', p_shown_by => 'progress.exported_level');
call platform.secure_own_rows('progress.user_track_progress');
call identity.declare_personal_data('progress.user_track_progress', 'user_id', 'delete');
call platform.secure_own_rows('progress.page_completions', p_actions => '{select, insert, delete}');
call identity.declare_personal_data('progress.page_completions', 'user_id', 'delete');
call platform.secure_own_rows('progress.user_enrollments', p_actions => '{select, insert, delete}');
call identity.declare_personal_data('progress.user_enrollments', 'user_id', 'delete');
call platform.secure_own_rows('progress.learning_sessions');
call identity.declare_personal_data('progress.learning_sessions', 'user_id', 'delete');
call platform.secure_own_rows('progress.hint_usage');
call identity.declare_personal_data('progress.hint_usage', 'user_id', 'delete');
call platform.secure_own_rows('progress.saved_designs', p_actions => '{select, insert, update, delete}');
call identity.declare_personal_data('progress.saved_designs', 'user_id', 'delete');
grant update (design, saved_at) on progress.saved_designs to application;
call platform.secure_own_rows('progress.suggestions');
call identity.declare_personal_data('progress.suggestions', 'user_id', 'delete');
