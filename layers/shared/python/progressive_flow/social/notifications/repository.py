"""Statements on notifications."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.social.notifications.models import NotificationType

COLUMNS = "n.id, n.type, n.params, n.is_read, n.created_at, n.read_at"
LIST = f"""
select {COLUMNS}
from social.notifications as n
where
    n.user_id = %(me)s
    and (%(before)s::timestamptz is null or (n.created_at, n.id) < (%(before)s, %(before_id)s::uuid))
order by n.created_at desc, n.id desc
limit %(limit)s
"""
# A statement of its own, whose plan uses the index of the unread.
LIST_UNREAD = LIST.replace("n.user_id = %(me)s", "n.user_id = %(me)s and n.read_at is null")
BY_ID = f"select {COLUMNS} from social.notifications as n where n.id = %s and n.user_id = %s"
CHANGE = f"""
update social.notifications as n set read_at = case when %(is_read)s then coalesce(n.read_at, %(at)s) end
where n.id = %(id)s and n.user_id = %(me)s
returning {COLUMNS}
"""
FIND = "select n.id, n.created_at from social.notifications as n where n.id = %s and n.user_id = %s"
MARK = """
with marked as (
    update social.notifications as n set read_at = %(at)s
    where
        n.user_id = %(me)s and n.read_at is null
        and (n.created_at, n.id) <= (
            (select m.created_at from social.notifications as m where m.id = %(id)s and m.user_id = %(me)s),
            (select m.id from social.notifications as m where m.id = %(id)s and m.user_id = %(me)s)
        )
    returning 1
)
select count(*)::integer as number from marked
"""
UNREAD = "select count(*)::integer as number from social.notifications as n where n.user_id = %s and n.read_at is null"


class StoredNotification(NamedTuple):
    """A notification as it is stored: its type and the parameters of its message."""

    id: UUID
    type: NotificationType
    params: dict[str, Any]
    is_read: bool
    created_at: datetime
    read_at: datetime | None


class Place(NamedTuple):
    """The position of a notification in the list."""

    id: UUID
    created_at: datetime


def list_notifications(
    db: Transaction, me: UUID, before: tuple[datetime, UUID] | None, limit: int, *, unread: bool
) -> list[StoredNotification]:
    """Return the learner's notifications, newest first."""
    at, id_ = before or (None, None)
    params = {"me": me, "before": at, "before_id": id_, "limit": limit}
    return db.fetch_all(StoredNotification, LIST_UNREAD if unread else LIST, params)


def find_notification(db: Transaction, me: UUID, notification_id: UUID) -> StoredNotification | None:
    """Return one notification of the learner's own."""
    return db.fetch_optional(StoredNotification, BY_ID, [notification_id, me])


def change_notification(
    db: Transaction, me: UUID, notification_id: UUID, *, is_read: bool
) -> StoredNotification | None:
    """Mark one as read or as not read."""
    params = {"me": me, "id": notification_id, "is_read": is_read, "at": db.at}
    return db.fetch_optional(StoredNotification, CHANGE, params)


def find_place(db: Transaction, me: UUID, notification_id: UUID) -> Deferred[list[Place]]:
    """Queue the query for a notification's position; no row if it is not the learner's."""
    return db.defer_all(Place, FIND, [notification_id, me])


def mark_up_to(db: Transaction, me: UUID, notification_id: UUID) -> Deferred[int]:
    """Queue the marking of a notification and all before it; the result is how many became read."""
    return db.defer_value(int, MARK, {"me": me, "id": notification_id, "at": db.at})


def count_unread(db: Transaction, me: UUID) -> int:
    """Return how many are not read."""
    return db.fetch_value(int, UNREAD, [me])
