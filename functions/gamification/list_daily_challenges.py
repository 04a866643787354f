"""List the challenges of past days, newest first.

Contains the learner's best attempt at each day. Today's is read by `GET /v1/daily-challenge`.
"""

from progressive_flow.gamification.daily import service
from progressive_flow.gamification.daily.models import DailyRow
from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/daily-challenges")
def handler(principal: Principal, db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Page[DailyRow]:
    return service.list_past(db, principal, cursor, limit)
