"""Begin an assessment, or go on with the open one.

An open one of the same type, and for a placement of the same track, is returned again with the same questions. It
expires two hours after it began. The answer is 409 where the type was taken too lately, or for good; `retry_at` says
when it is possible again.
"""

from progressive_flow.assessment.placement import service
from progressive_flow.assessment.placement.models import Assessment, NewAssessment
from progressive_flow.kernel.http.endpoint import Db, Principal, post


@post("/v1/assessments", location="/v1/assessments/{id}", refusals=(409,))
def handler(wanted: NewAssessment, principal: Principal, db: Db) -> Assessment:
    return service.start_assessment(db, principal, wanted)
