"""Fix the challenges of today and tomorrow."""

from typing import Any

from progressive_flow import database
from progressive_flow.gamification.daily import service
from progressive_flow.schedule import scheduled


@scheduled("cron(0/5 * * * ? *)")  # midnight, and soon after a first deploy
def handler() -> dict[str, Any]:
    with database.transaction(role="scheduler") as db:
        return {"opened": service.open_daily_challenges(db)}
