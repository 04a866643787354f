"""List the learner's part of the XP ledger, newest first.

Each row is a payment, or what a correction took. The rows add up to the learner's total.
"""

from progressive_flow.gamification.ledger import service
from progressive_flow.gamification.ledger.models import XpTransaction
from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/me/xp")
def handler(principal: Principal, db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Page[XpTransaction]:
    return service.list_transactions(db, principal, cursor, limit)
