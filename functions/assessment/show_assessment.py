"""Show an assessment: its questions while it is open, then its result.

Another learner's is a 404. Right answers and explanations appear once it is answered.
"""

from progressive_flow.assessment.placement import service
from progressive_flow.assessment.placement.models import Assessment, AssessmentId
from progressive_flow.kernel.http.endpoint import Db, Principal, get


@get("/v1/assessments/{assessment_id}")
def handler(assessment_id: AssessmentId, principal: Principal, db: Db) -> Assessment:
    return service.show_assessment(db, principal, assessment_id)
