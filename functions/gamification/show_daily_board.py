"""Show the leaderboard of a day's challenge."""

from progressive_flow.gamification.daily import service
from progressive_flow.gamification.daily.models import DailyBoard, DayFilter
from progressive_flow.kernel.http.endpoint import Capability, Db, Principal, get
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get(
    "/v1/daily-challenge/leaderboard",
    capabilities=(Capability.DATABASE_READS,),
    cache="private, max-age=10",
    refusals=(404,),
)
def handler(
    principal: Principal, db: Db, date: DayFilter | None = None, cursor: Cursor | None = None, limit: Limit = 25
) -> DailyBoard:
    del principal  # who is asking, the board's function learns from the transaction
    return service.show_board(db, date, cursor, limit)
