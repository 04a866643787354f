"""Measure how large, how old and how slow the database is, and what learners do with it.

Metrics: `database_bytes`, `dead_rows_percent` and others. When it fails, figures are missing, nothing else.
"""

from typing import Any

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.operations.measurements import service


@scheduled("rate(15 minutes)")
def handler(db: Transaction) -> dict[str, Any]:
    return service.measure(db)
