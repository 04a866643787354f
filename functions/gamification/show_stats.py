"""Show the learner's totals, level and rank."""

from progressive_flow.gamification import overview_service
from progressive_flow.gamification.overview_models import Stats
from progressive_flow.http import Db, Learner, get


@get("/v1/me/stats")
def handler(learner: Learner, db: Db) -> Stats:
    return overview_service.show_stats(db, learner)
