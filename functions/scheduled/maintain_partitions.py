"""Make the monthly partitions three months ahead, and drop months of learners' events that ended 13 months ago.

Metrics: what it created and dropped. When it fails, rows go to the default partition and move later, and what is old stays
for another day. It renews the planner's statistics of partitioned tables too, which autovacuum never does.
"""

from typing import Any

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.operations.partitions import service


@scheduled("cron(10 1 * * ? *)", timeout=300)
def handler(db: Transaction) -> dict[str, Any]:
    return service.maintain_partitions(db)
