"""Rules on a learner's activity."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.principal import Principal
from progressive_flow.social.activity import repository
from progressive_flow.social.activity.models import Activity


def list_activity(db: Transaction, principal: Principal, cursor: str | None, limit: int) -> Page[Activity]:
    """Return what the learner did, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_activity(db, principal.id, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.occurred_at.isoformat(), row.event_id])
