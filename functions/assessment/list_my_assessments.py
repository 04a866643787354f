"""List the learner's assessments, newest first."""

from progressive_flow.assessment import service
from progressive_flow.assessment.models import AssessmentRow
from progressive_flow.http import Db, Learner, get
from progressive_flow.paging import Page
from progressive_flow.parameters import Cursor, Limit


@get("/v1/me/assessments")
def handler(learner: Learner, db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Page[AssessmentRow]:
    return service.list_assessments(db, learner, cursor, limit)
