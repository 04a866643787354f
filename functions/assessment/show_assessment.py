"""Show an assessment: its questions while it is open, then its result."""

from progressive_flow.assessment import service
from progressive_flow.assessment.models import Assessment, AssessmentId
from progressive_flow.http import Db, Learner, get


@get("/v1/assessments/{assessment_id}")
def handler(assessment_id: AssessmentId, learner: Learner, db: Db) -> Assessment:
    return service.show_assessment(db, learner, assessment_id)
