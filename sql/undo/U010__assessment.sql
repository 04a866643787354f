drop table assessment.assessment_results, assessment.assessments, assessment.assessment_questions cascade;
