"""Statements on a learner's activity."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.social.activity.models import Activity

ACTIVITY = """
select a.activity_type, a.occurred_at, a.resource, a.title, a.details, a.event_id
from social.recent_user_activity as a
where
    a.user_id = %(me)s
    and (%(before)s::timestamptz is null or (a.occurred_at, a.event_id) < (%(before)s, %(before_id)s::uuid))
order by a.occurred_at desc, a.event_id desc
limit %(limit)s
"""


def list_activity(db: Transaction, me: UUID, before: tuple[datetime, UUID] | None, limit: int) -> list[Activity]:
    """Return what the learner did, newest first."""
    at, id_ = before or (None, None)
    return db.fetch_all(Activity, ACTIVITY, {"me": me, "before": at, "before_id": id_, "limit": limit})
