"""List what the learner did, newest first.

Contains attempts, unlocked achievements and completed assessments.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit
from progressive_flow.social.activity import service
from progressive_flow.social.activity.models import Activity


@get("/v1/me/activity")
def handler(principal: Principal, db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Page[Activity]:
    return service.list_activity(db, principal, cursor, limit)
