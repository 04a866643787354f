"""List the corrections of a learner's XP, newest first.

Each row names the administrator and the reason, as the audit log has them.
"""

from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, LearnerId, Limit
from progressive_flow.learning.learners import service
from progressive_flow.learning.learners.models import LearnerCorrection


@get("/v1/admin/learners/{user_id}/xp-corrections", permission="analytics.individual")
def handler(user_id: LearnerId, db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Page[LearnerCorrection]:
    return service.list_corrections(db, user_id, cursor, limit)
