"""Show the learner's dashboard."""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.learning.dashboard import service
from progressive_flow.learning.dashboard.models import Dashboard


@get("/v1/me/dashboard")
def handler(principal: Principal, db: Db) -> Dashboard:
    return service.show_dashboard(db, principal)
