"""Count, average and rank the attempts at the daily challenge."""

from typing import Any

from progressive_flow.gamification.daily import service
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.jobs import scheduled


@scheduled("rate(1 minute)", timeout=55)
def handler(db: Transaction) -> dict[str, Any]:
    return {"ranks_changed": service.aggregate(db)}
