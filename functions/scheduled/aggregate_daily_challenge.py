"""Count, average and rank the attempts at the day's challenge."""

from typing import Any

from progressive_flow import database
from progressive_flow.gamification.daily import service
from progressive_flow.schedule import scheduled


@scheduled("rate(1 minute)", timeout=55)
def handler() -> dict[str, Any]:
    with database.transaction(role="scheduler") as db:
        return {"ranks_changed": service.aggregate(db)}
