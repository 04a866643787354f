-- Who may read and write the tables of curriculum. The procedures are in schemas/platform/access.

-- Erasure takes the author's name from a challenge.
call platform.secure_organization_rows('curriculum.challenges', p_definer => '{select, references}');
grant update (created_by) on curriculum.challenges to definer;
call identity.declare_personal_data(
    'curriculum.challenges', 'created_by', 'anonymize', p_left_out => 'content; who made it is shown with it'
);
call platform.secure_organization_rows('curriculum.learning_tracks');
call platform.secure_organization_rows('curriculum.track_prerequisites');
call platform.secure_organization_rows('curriculum.modules');
call platform.secure_organization_rows('curriculum.lessons');
call platform.secure_organization_rows('curriculum.challenge_prerequisites');
call platform.secure_organization_rows('curriculum.challenge_levels');
