-- Who may read and write the tables of social. The procedures are in schemas/platform/access.

-- Learners mark their own notifications as read.
call platform.secure_own_rows('social.notifications', p_actions => '{select, update}');
call identity.declare_personal_data('social.notifications', 'user_id', 'delete');
grant update (read_at) on social.notifications to application;

-- A case is its author's to export, without who decided; functions show it to moderators, and to those whom it concerns. Its copy goes
-- with the author's name. A report is shown to whoever made it.
call platform.secure_own_rows('social.moderation_cases', 'author_id');
call identity.declare_personal_data('social.moderation_cases', 'author_id', 'anonymize', p_shown_by => 'social.exported_case');
call identity.declare_personal_data('social.moderation_cases', 'decided_by', 'anonymize', p_shown_by => 'social.exported_case');
call platform.secure_own_rows('social.moderation_reports');
call identity.declare_personal_data('social.moderation_reports', 'user_id', 'delete');
