-- Who may read and write the tables of identity. The procedures are in schemas/platform/access.

-- Learners see the organizations they belong to.
call platform.secure_organization_rows('identity.organizations', p_column => 'id', p_definer => '{select, insert, update}');

-- A learner sees their own memberships; the migrator counts members when it loads content.
call platform.secure_own_rows('identity.members');
call identity.declare_personal_data('identity.members', 'user_id', 'delete');
create policy migrator_all on identity.members for all to migrator using (true) with check (true);

-- Functions show invitations: to who manages members, and to whose address is invited. A job deletes old ones.
call platform.secure_internal_rows('identity.invitations');
call identity.declare_personal_data(
    'identity.invitations', 'created_by', 'anonymize', p_left_out => 'the organization''s, as its audit log is'
);
create policy purge on identity.invitations for all to scheduler using (true);
grant delete on identity.invitations to scheduler;

-- What roles there are and what they may do is the same for everybody.
call platform.secure_reference('identity.roles');
call platform.secure_reference('identity.permissions');
call platform.secure_reference('identity.role_permissions');

-- A learner edits these columns of their own row; nobody deletes one, since ledgers refer to it.
call platform.secure_own_rows(
    'identity.users', p_column => 'id', p_actions => '{select, update}', p_definer => '{select, insert, update, references}'
);
-- Erasure empties the row and keeps it, for what refers to it.
call identity.declare_personal_data('identity.users', 'id', 'keep');
grant update (username, display_name, avatar_url, preferences, time_zone, time_zone_changed_at, visibility, updated_at)
on identity.users to application;

-- Erasure and export read the declarations; export with the learner's own rights.
call platform.secure_reference('identity.personal_data');

-- Holds only what its learner lets others see.
call platform.secure_reference('identity.public_profiles', '{select, insert, update, delete}');
call identity.declare_personal_data('identity.public_profiles', 'user_id', 'delete');

-- Who holds a key can be anybody, so functions of definer alone see them.
call platform.reset_access('identity.proof_keys');
call platform.admit_definer_alone('identity.proof_keys');
grant select, insert, update, delete on identity.proof_keys to definer;

-- Functions of definer write a name and take it; a job deletes those that nobody took.
call platform.reset_access('identity.requested_names');
call platform.admit_definer_alone('identity.requested_names');
create policy purge on identity.requested_names for all to scheduler using (true);
grant select, delete on identity.requested_names to scheduler;
grant select, insert, update, delete on identity.requested_names to definer;

-- Functions of definer alone see who is mailed no more, and the keys of those who ask for it.
call platform.reset_access('identity.email_suppressions');
call platform.admit_definer_alone('identity.email_suppressions');
grant select, insert, update on identity.email_suppressions to definer;
call platform.reset_access('identity.unsubscription_keys');
call platform.admit_definer_alone('identity.unsubscription_keys');
grant select on identity.unsubscription_keys to definer;

-- Functions of definer count mails; a job deletes those that no limit counts any more.
call platform.reset_access('identity.mails');
call platform.admit_definer_alone('identity.mails');
create policy purge on identity.mails for all to scheduler using (true);
grant select, delete on identity.mails to scheduler;
grant select, insert on identity.mails to definer;
