"""Rules on versions of challenges."""

from progressive_flow.curriculum.versions import repository
from progressive_flow.curriculum.versions.changes import LiveVersion
from progressive_flow.kernel.database.bulk_write import Rows
from progressive_flow.kernel.database.transactions import Transaction


def list_live(db: Transaction) -> list[LiveVersion]:
    """Return the reference challenges with their live versions."""
    return repository.list_live(db)


def publish(db: Transaction, rows: Rows) -> int:
    """Make a new live version of each challenge whose content changed; return how many."""
    return repository.publish(db, rows)


def write_levels(db: Transaction) -> int:
    """Make the levels what the live versions say; return how many rows changed."""
    return repository.write_levels(db)
