-- Who may read and write the tables of content. The procedures are in schemas/platform/access.

-- Reached through its challenge, whose policy decides. Erasure takes the author's name from it.
call platform.secure_reference('content.challenge_versions', p_definer => '{select, references}');
grant update (published_by) on content.challenge_versions to definer;
call identity.declare_personal_data(
    'content.challenge_versions', 'published_by', 'anonymize', p_left_out => 'content; who published it is shown with it'
);
