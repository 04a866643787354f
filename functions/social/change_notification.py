"""Mark a notification as read, or as not read.

Repeating it keeps the first instant.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, patch
from progressive_flow.social.notifications import service
from progressive_flow.social.notifications.models import Notification, NotificationChanges, NotificationId


@patch("/v1/me/notifications/{notification_id}", current=service.show_notification)
def handler(
    notification_id: NotificationId, changes: NotificationChanges, principal: Principal, db: Db
) -> Notification:
    return service.change_notification(db, principal, notification_id, changes)
