"""Show the learner's dashboard."""

from progressive_flow.gamification.dashboard import service
from progressive_flow.gamification.dashboard.models import Dashboard
from progressive_flow.kernel.http.endpoint import Db, Learner, get


@get("/v1/me/dashboard", cache="private, max-age=30")
def handler(learner: Learner, db: Db) -> Dashboard:
    return service.show_dashboard(db, learner)
