"""Begin an assessment, or go on with the open one."""

from progressive_flow.assessment.placement import service
from progressive_flow.assessment.placement.models import Assessment, NewAssessment
from progressive_flow.kernel.http.endpoint import Db, Principal, post


@post("/v1/assessments", location="/v1/assessments/{id}", refusals=(409,))
def handler(wanted: NewAssessment, principal: Principal, db: Db) -> Assessment:
    return service.start_assessment(db, principal, wanted)
