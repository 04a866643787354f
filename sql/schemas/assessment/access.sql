-- Who may read and write the tables of assessment. The procedures are in schemas/platform/access.

-- Read by the service that chooses questions and grades answers; no handler sends an answer before the response.
call platform.secure_organization_rows('assessment.assessment_questions');

call platform.secure_own_rows('assessment.assessments', p_actions => '{select, insert}');
call identity.declare_personal_data('assessment.assessments', 'user_id', 'delete');
call platform.secure_own_rows('assessment.assessment_results');
call identity.declare_personal_data('assessment.assessment_results', 'user_id', 'delete');
