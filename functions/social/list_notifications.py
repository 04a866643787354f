"""List the learner's notifications, newest first."""

from progressive_flow.http import Db, Learner, get
from progressive_flow.paging import Page
from progressive_flow.parameters import Cursor, Limit
from progressive_flow.social import service
from progressive_flow.social.models import Notification, UnreadFilter


@get("/v1/me/notifications")
def handler(
    learner: Learner, db: Db, unread: UnreadFilter = False, cursor: Cursor | None = None, limit: Limit = 25
) -> Page[Notification]:
    return service.list_notifications(db, learner, cursor, limit, unread=unread)
