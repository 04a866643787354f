"""Delete idempotency keys past their day, allowances long full again, and events published a month ago."""

from typing import Any

from progressive_flow import database
from progressive_flow.platform import service
from progressive_flow.schedule import scheduled


@scheduled("rate(1 hour)")
def handler() -> dict[str, Any]:
    with database.transaction(role="scheduler") as db:
        return service.purge(db)
