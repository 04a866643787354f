-- Who may read and write the tables of content. The procedures are in schemas/platform/access.

-- Functions show drafts to authors and reviewers; nobody else learns that there is one. Erasure takes the author's name from them.
call platform.secure_internal_rows('content.items');
call identity.declare_personal_data('content.items', 'owner_id', 'anonymize', p_left_out => 'content of the organization');
call platform.secure_internal_rows('content.item_revisions');
call identity.declare_personal_data('content.item_revisions', 'created_by', 'anonymize', p_left_out => 'content of the organization');
call platform.secure_internal_rows('content.reviews');
call identity.declare_personal_data('content.reviews', 'reviewer_id', 'anonymize', p_left_out => 'content of the organization');
call platform.secure_internal_rows('content.item_versions', p_definer => '{select, insert}');
grant update (published_by) on content.item_versions to definer;
call identity.declare_personal_data('content.item_versions', 'published_by', 'anonymize', p_left_out => 'content of the organization');
call platform.secure_internal_rows('content.checks');
call identity.declare_personal_data('content.checks', 'requested_by', 'anonymize', p_left_out => 'content of the organization');
call platform.secure_internal_rows('content.publications');
call identity.declare_personal_data('content.publications', 'requested_by', 'anonymize', p_left_out => 'content of the organization');

-- An organization's uploads are shown by functions, to who may manage its media; a learner sees their own. Erasure takes the name of who
-- uploaded from an organization's, and deletes a learner's own: their objects follow with the event.
call platform.secure_internal_rows('content.upload_references');
call platform.secure_own_rows('content.uploads');
call identity.declare_personal_data('content.uploads', 'owner_id', 'anonymize');
call identity.declare_personal_data('content.uploads', 'user_id', 'delete');

-- Imports and exports are shown by functions, to who may load content, or read it.
call platform.secure_internal_rows('content.imports');
call identity.declare_personal_data('content.imports', 'requested_by', 'anonymize', p_left_out => 'content of the organization');
call platform.secure_internal_rows('content.exports');
call identity.declare_personal_data('content.exports', 'requested_by', 'anonymize', p_left_out => 'content of the organization');

-- A version's content holds reference designs and hidden tests: the application reads everything but that, which only functions
-- of definer read. Erasure takes the author's name from a version.
call platform.secure_organization_rows('content.challenge_versions', p_definer => '{select, insert, references}');
revoke select on content.challenge_versions from reader;
grant select (id, organization_id, challenge_id, version, label, graded_hashes, is_active, published_at) on content.challenge_versions
to reader;
grant update (is_active, published_by) on content.challenge_versions to definer;
call identity.declare_personal_data(
    'content.challenge_versions', 'published_by', 'anonymize', p_left_out => 'content; who published it is shown with it'
);
