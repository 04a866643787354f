-- Read by the service that draws and judges; no handler sends an answer before the response.
grant select on assessment.assessment_questions to application, scheduler, read_only;
grant select on assessment.assessment_questions to definer;
