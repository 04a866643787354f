"""Rules on notifications."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.principal import Principal
from progressive_flow.social.notifications import repository
from progressive_flow.social.notifications.messages import message_of
from progressive_flow.social.notifications.models import MarkedRead, Notification, NotificationChanges, ReadMarker
from progressive_flow.social.notifications.repository import StoredNotification


def list_notifications(
    db: Transaction, principal: Principal, cursor: str | None, limit: int, *, unread: bool
) -> Page[Notification]:
    """Return the learner's notifications, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    before = (key[0], key[1]) if key else None
    rows = repository.list_notifications(db, principal.id, before, limit + 1, unread=unread)
    worded = [_worded(row) for row in rows]
    return paging.page(worded, limit, lambda row: [row.created_at.isoformat(), row.id])


def show_notification(db: Transaction, principal: Principal, notification_id: UUID) -> Notification:
    """Return one notification of the learner's own."""
    stored = repository.find_notification(db, principal.id, notification_id)
    if stored is None:
        raise not_found(f"notification {notification_id}")
    return _worded(stored)


def change_notification(
    db: Transaction, principal: Principal, notification_id: UUID, changes: NotificationChanges
) -> Notification:
    """Mark a notification as read or unread; a repetition keeps the first instant."""
    changed = repository.change_notification(db, principal.id, notification_id, is_read=changes.is_read)
    if changed is None:
        raise not_found(f"notification {notification_id}")
    return _worded(changed)


def mark_read(db: Transaction, principal: Principal, marker: ReadMarker) -> MarkedRead:
    """Mark a notification and all before it as read; one that arrived meanwhile stays unread."""
    place = repository.find_place(db, principal.id, marker.notification_id)
    marked = repository.mark_up_to(db, principal.id, marker.notification_id)
    unread = repository.count_unread(db, principal.id)
    if not place.result():
        raise not_found(f"notification {marker.notification_id}")
    return MarkedRead(marked=marked.result(), unread=unread)


def _worded(stored: StoredNotification) -> Notification:
    fields = stored._asdict()
    return Notification(**message_of(stored.type, fields.pop("params"))._asdict(), **fields)
