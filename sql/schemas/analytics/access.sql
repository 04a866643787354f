-- Who may read and write the tables of analytics. The procedures are in schemas/platform/access.

-- Its months belong to definer, which makes them.
call platform.secure_own_rows('analytics.user_events');
call identity.declare_personal_data('analytics.user_events', 'user_id', 'delete');
call platform.reset_access('analytics.user_events_default');
call platform.admit_definer_alone('analytics.user_events_default');
call platform.secure_own_rows('analytics.daily_activity');
call identity.declare_personal_data('analytics.daily_activity', 'user_id', 'delete');
