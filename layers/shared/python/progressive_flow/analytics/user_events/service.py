"""Rules on user events: what only a client can know is stored for figures, and nothing is paid or opened by it."""

from typing import Any

from progressive_flow.analytics.user_events import repository
from progressive_flow.analytics.user_events.models import KeptEvents, ReportedEvent, ReportedEvents
from progressive_flow.kernel.database.transactions import Transaction


def report(db: Transaction, reported: ReportedEvents) -> KeptEvents:
    """Store what may be kept of a report."""
    return KeptEvents(kept=repository.record(db, reported.session_id, [_row(event) for event in reported.events]))


def drop_old_months(db: Transaction) -> int:
    """Drop the months of events that ended more than 13 months ago; return how many."""
    return repository.drop_old(db)


def _row(event: ReportedEvent) -> dict[str, Any]:
    """Return an event as the database reads it."""
    item = event.item
    return {
        "kind": event.kind,
        "item_kind": item and item.kind,
        "item_slug": item and item.slug,
        "seconds": event.seconds,
        "detail": event.detail,
        "at": event.at.isoformat(),
    }
