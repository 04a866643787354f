"""Makes monthly partitions ahead of time."""

from typing import Any

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.operations.partitions import repository


def maintain_partitions(db: Transaction) -> dict[str, Any]:
    """Make the partitions due; return how many, and how many rows the default partitions had caught."""
    made = repository.ensure_partitions(db)
    return {"partitions": len(made), "moved_rows": sum(partition.moved_rows for partition in made)}
