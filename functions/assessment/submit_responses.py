"""Answer an assessment."""

from progressive_flow.assessment.placement import service
from progressive_flow.assessment.placement.models import AssessmentId, AssessmentResponses, GradedAssessment
from progressive_flow.kernel.http.endpoint import Db, Learner, post


@post("/v1/assessments/{assessment_id}/responses", location="/v1/assessments/{id}", refusals=(409,))
def handler(assessment_id: AssessmentId, responses: AssessmentResponses, learner: Learner, db: Db) -> GradedAssessment:
    return service.respond(db, learner, assessment_id, responses)
