"""Measure how large, how old and how slow the database is, and what learners do with it."""

from typing import Any

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.operations.measurements import service


@scheduled("rate(15 minutes)")
def handler(db: Transaction) -> dict[str, Any]:
    return service.measure(db)
