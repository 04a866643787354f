"""Show the leaderboard of a daily challenge.

Each learner has their best attempt; the earlier one comes first where scores are equal. Learners who hide are left out.
Ranks are at most a minute old.
"""

from progressive_flow.gamification.daily import service
from progressive_flow.gamification.daily.models import DailyLeaderboard, DayFilter
from progressive_flow.kernel.http.endpoint import Capability, Db, Principal, get
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get(
    "/v1/daily-challenge/leaderboard",
    capabilities=(Capability.DATABASE_READS,),
    refusals=(404,),
)
def handler(
    principal: Principal, db: Db, date: DayFilter | None = None, cursor: Cursor | None = None, limit: Limit = 25
) -> DailyLeaderboard:
    del principal  # SQL reads the caller from the transaction's settings
    return service.show_leaderboard(db, date, cursor, limit)
