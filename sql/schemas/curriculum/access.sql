-- Who may read and write the tables of curriculum. The procedures are in schemas/platform/access.

-- Erasure takes the author's name from a challenge.
call platform.secure_organization_rows('curriculum.challenges', p_definer => '{select, insert, update, references}');
call identity.declare_personal_data(
    'curriculum.challenges', 'created_by', 'anonymize', p_left_out => 'content; who made it is shown with it'
);
call platform.secure_organization_rows('curriculum.learning_tracks', p_definer => '{select, insert, update}');
call platform.secure_organization_rows('curriculum.track_prerequisites', p_definer => '{select, insert, update, delete}');
call platform.secure_organization_rows('curriculum.modules', p_definer => '{select, insert, update}');
call platform.secure_organization_rows('curriculum.lessons', p_definer => '{select, insert, update}');
call platform.secure_organization_rows('curriculum.challenge_prerequisites', p_definer => '{select, insert, update, delete}');
call platform.secure_organization_rows('curriculum.challenge_levels', p_definer => '{select, insert, update, delete}');
call platform.secure_organization_rows('curriculum.pages', p_definer => '{select, insert, update}');
