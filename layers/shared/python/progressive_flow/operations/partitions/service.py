"""Makes monthly partitions ahead of time, drops those whose rows are kept no longer, and renews statistics of their tables."""

from typing import Any

from progressive_flow.analytics.user_events import service as user_events
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.operations.partitions import repository


def maintain_partitions(db: Transaction) -> dict[str, Any]:
    """Make the partitions due; return how many, how many rows the default ones had caught, and how many were dropped.

    `analyzed` is of how many partitioned tables the planner's statistics are new.
    """
    made = repository.ensure_partitions(db)
    moved, dropped = sum(partition.moved_rows for partition in made), user_events.drop_old_months(db)
    return {"partitions": len(made), "moved_rows": moved, "dropped": dropped, "analyzed": repository.analyze(db)}
