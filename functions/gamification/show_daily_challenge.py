"""Show the daily challenge.

It is one level of one challenge, at a higher load, the same for everybody and open to everybody for one UTC day. A
first pass pays a bonus beside the level's XP.
"""

from progressive_flow.gamification.daily import service
from progressive_flow.gamification.daily.models import DailyChallenge
from progressive_flow.kernel.http.endpoint import Db, Principal, get


@get("/v1/daily-challenge", refusals=(404,))
def handler(principal: Principal, db: Db) -> DailyChallenge:
    return service.show_today(db, principal)
