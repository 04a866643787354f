"""List the challenges that grants opened for a learner, the newest grant first.

Each row names the administrator and the reason.
"""

from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import LearnerId
from progressive_flow.learning.learners import service
from progressive_flow.learning.learners.models import LearnerGrant


@get("/v1/admin/learners/{user_id}/unlock-grants", permission="analytics.individual")
def handler(user_id: LearnerId, db: Db) -> Page[LearnerGrant]:
    return service.list_grants(db, user_id)
