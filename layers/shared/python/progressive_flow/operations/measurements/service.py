"""Measures the database and the business: numbers for metrics, and lines that say where to look."""

from progressive_flow.kernel import observability
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.operations.database_setup import role_settings
from progressive_flow.operations.database_setup.cluster import SCHEMAS
from progressive_flow.operations.measurements import repository

LISTED = 10


def measure(db: Transaction) -> dict[str, int]:
    """Return the figures, each the metric of its name; log the largest tables, unread indexes and slowest statements."""
    tables, indexes = repository.largest(db, LISTED), repository.unused(db)
    statements = repository.slowest(db, LISTED)
    for message, rows in (("large table", tables), ("unused index", indexes), ("slow statement", statements)):
        for row in rows:
            observability.info(message, **row._asdict())
    changed = list(role_settings.differences(repository.role_settings(db), SCHEMAS))
    for problem in changed:
        observability.warning("a role's setting was changed", cause=problem)
    return {
        **repository.health(db)._asdict(),
        "largest_table_bytes": max((table.total_bytes for table in tables), default=0),
        "unused_indexes": len(indexes),
        "changed_settings": len(changed),
        "oldest_transaction_seconds": repository.oldest_transaction(db),
        "transaction_ids_percent": repository.transaction_ids(db),
        **repository.business(db)._asdict(),
    }
