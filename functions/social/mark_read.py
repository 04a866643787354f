"""Mark a notification and all before it as read.

Notifications that arrived after it stay unread, so that nothing is marked that nobody saw.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, put
from progressive_flow.social.notifications import service
from progressive_flow.social.notifications.models import MarkedRead, ReadMarker


@put("/v1/me/notifications/read-marker", refusals=(404,))
def handler(marker: ReadMarker, principal: Principal, db: Db) -> MarkedRead:
    return service.mark_read(db, principal, marker)
