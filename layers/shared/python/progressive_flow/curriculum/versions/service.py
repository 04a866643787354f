"""Rules on versions of challenges."""

from progressive_flow.curriculum.versions import repository
from progressive_flow.curriculum.versions.changes import LiveVersion
from progressive_flow.kernel.database.transactions import Transaction


def list_live(db: Transaction) -> list[LiveVersion]:
    """Return the reference challenges with their live versions."""
    return repository.list_live(db)
