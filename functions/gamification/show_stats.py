"""Show the learner's totals, level and rank."""

from progressive_flow.gamification.overview import service
from progressive_flow.gamification.overview.models import Stats
from progressive_flow.http import Db, Learner, get


@get("/v1/me/stats")
def handler(learner: Learner, db: Db) -> Stats:
    return service.show_stats(db, learner)
