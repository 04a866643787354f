"""Make the monthly partitions of the ledgers three months ahead.

Metrics: what it created. When it fails, rows go to the default partition and move later.
"""

from typing import Any

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.operations.partitions import service


@scheduled("cron(10 1 * * ? *)", timeout=300)
def handler(db: Transaction) -> dict[str, Any]:
    return service.maintain_partitions(db)
