"""Show the learner's dashboard.

Collects in one request what a start page shows: totals, streak, challenges in progress, daily challenge, last
achievements and unread notifications.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.learning.dashboard import service
from progressive_flow.learning.dashboard.models import Dashboard


@get("/v1/me/dashboard")
def handler(principal: Principal, db: Db) -> Dashboard:
    return service.show_dashboard(db, principal)
