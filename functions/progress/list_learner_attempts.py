"""List a learner's attempts at all levels, newest first.

Shows score and outcome of each, without the design.
"""

from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, LearnerId, Limit
from progressive_flow.learning.learners import service
from progressive_flow.progress.attempts.models import AttemptRow


@get("/v1/admin/learners/{user_id}/attempts", permission="analytics.individual")
def handler(user_id: LearnerId, db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Page[AttemptRow]:
    return service.list_attempts(db, user_id, cursor, limit)
