"""Show the daily challenge."""

from progressive_flow.gamification.daily import service
from progressive_flow.gamification.daily.models import DailyChallenge
from progressive_flow.kernel.http.endpoint import Db, Principal, get


@get("/v1/daily-challenge", refusals=(404,))
def handler(principal: Principal, db: Db) -> DailyChallenge:
    return service.show_today(db, principal)
