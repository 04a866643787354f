"""List the learner's assessments, newest first.

Shows type, status and score of each; read one by its id for its questions or its result.
"""

from progressive_flow.assessment.placement import service
from progressive_flow.assessment.placement.models import AssessmentRow
from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/me/assessments")
def handler(principal: Principal, db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Page[AssessmentRow]:
    return service.list_assessments(db, principal, cursor, limit)
