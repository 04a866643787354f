"""Show the learner's dashboard."""

from progressive_flow.gamification.overview import service
from progressive_flow.gamification.overview.models import Dashboard
from progressive_flow.http import Db, Learner, get


@get("/v1/me/dashboard", cache="private, max-age=30")
def handler(learner: Learner, db: Db) -> Dashboard:
    return service.show_dashboard(db, learner)
