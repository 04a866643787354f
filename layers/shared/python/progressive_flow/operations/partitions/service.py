"""Makes monthly partitions ahead of time, and drops those whose rows are kept no longer."""

from typing import Any

from progressive_flow.analytics.user_events import service as user_events
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.operations.partitions import repository


def maintain_partitions(db: Transaction) -> dict[str, Any]:
    """Make the partitions due; return how many, how many rows the default ones had caught, and how many were dropped."""
    made = repository.ensure_partitions(db)
    moved = sum(partition.moved_rows for partition in made)
    return {"partitions": len(made), "moved_rows": moved, "dropped": user_events.drop_old_months(db)}
