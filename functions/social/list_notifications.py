"""List the learner's notifications, newest first.

`unread=true` leaves out those that were read.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit
from progressive_flow.social.notifications import service
from progressive_flow.social.notifications.models import Notification, UnreadFilter


@get("/v1/me/notifications")
def handler(
    principal: Principal, db: Db, unread: UnreadFilter = False, cursor: Cursor | None = None, limit: Limit = 25
) -> Page[Notification]:
    return service.list_notifications(db, principal, cursor, limit, unread=unread)
