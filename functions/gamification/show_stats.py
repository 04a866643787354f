"""Show the learner's totals, level and rank.

Totals are current; the rank is that of the global leaderboard of all XP.
"""

from progressive_flow.gamification.dashboard import service
from progressive_flow.gamification.dashboard.models import Stats
from progressive_flow.kernel.http.endpoint import Db, Principal, get


@get("/v1/me/stats")
def handler(principal: Principal, db: Db) -> Stats:
    return service.show_stats(db, principal)
