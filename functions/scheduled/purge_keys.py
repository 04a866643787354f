"""Delete idempotency keys past their day, allowances long full again, and events published a month ago."""

from typing import Any

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.operations import purge


@scheduled("rate(1 hour)")
def handler() -> dict[str, Any]:
    with transactions.begin(role="scheduler") as db:
        return purge.purge(db)
