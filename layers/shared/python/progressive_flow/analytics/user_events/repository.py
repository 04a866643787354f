"""The statements of user events."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Transaction

RECORD = "select analytics.record_user_events(%s, %s, %s)"


def record(db: Transaction, session_id: UUID, events: list[dict[str, Any]]) -> int:
    """Store what may be kept of the present learner's events; return how many that are."""
    return db.fetch_value(int, RECORD, [session_id, Jsonb(events), db.at])


def drop_old(db: Transaction) -> int:
    """Drop the months of events that ended more than 13 months ago; return how many."""
    return db.fetch_value(int, "select analytics.drop_old_user_events(%s)", [db.at])
