"""Show one of the learner's notifications.

Another learner's is a 404.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.social.notifications import service
from progressive_flow.social.notifications.models import Notification, NotificationId


@get("/v1/me/notifications/{notification_id}")
def handler(notification_id: NotificationId, principal: Principal, db: Db) -> Notification:
    return service.show_notification(db, principal, notification_id)
