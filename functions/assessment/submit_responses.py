"""Answer an assessment.

An assessment is answered once, while it is open: a second time, or after it expired, is a 409. The result recommends a
skill level, tracks and challenges; a placement with 80 points or more unlocks challenges of its track.
"""

from progressive_flow.assessment.placement import service
from progressive_flow.assessment.placement.models import AssessmentId, AssessmentResponses, GradedAssessment
from progressive_flow.kernel.http.endpoint import Db, Principal, post


@post("/v1/assessments/{assessment_id}/responses", location="/v1/assessments/{id}", refusals=(409,))
def handler(
    assessment_id: AssessmentId, responses: AssessmentResponses, principal: Principal, db: Db
) -> GradedAssessment:
    return service.respond(db, principal, assessment_id, responses)
