-- Who may read and write the tables of social. The procedures are in schemas/platform/access.

-- Learners mark their own notifications as read.
call platform.secure_own_rows('social.notifications', p_actions => '{select, update}');
call identity.declare_personal_data('social.notifications', 'user_id', 'delete');
grant update (read_at) on social.notifications to application;
