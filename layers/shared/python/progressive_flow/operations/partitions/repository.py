"""Statements on partitions."""

from typing import NamedTuple

from progressive_flow.kernel.database.transactions import Transaction


class Partition(NamedTuple):
    """A partition just made."""

    partition_name: str
    moved_rows: int


def analyze(db: Transaction) -> int:
    """Renew the planner's statistics of partitioned tables as wholes; return how many there are."""
    return db.fetch_value(int, "select platform.analyze_partitioned_tables()")


def ensure_partitions(db: Transaction) -> list[Partition]:
    """Make the monthly partitions due; return (name, rows moved out of the default) of each made."""
    return db.fetch_all(
        Partition, "select partition_name, moved_rows from platform.ensure_partitions(%s, %s)", [3, db.at]
    )
