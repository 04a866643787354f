"""Show the learner's dashboard."""

from progressive_flow.gamification import overview_service
from progressive_flow.gamification.overview_models import Dashboard
from progressive_flow.http import Db, Learner, get


@get("/v1/me/dashboard", cache="private, max-age=30")
def handler(learner: Learner, db: Db) -> Dashboard:
    return overview_service.show_dashboard(db, learner)
