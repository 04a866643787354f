"""Fix the challenges of today and tomorrow."""

from typing import Any

from progressive_flow.gamification.daily import service
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations.jobs import scheduled


@scheduled("cron(0/5 * * * ? *)")  # midnight, and soon after a first deploy
def handler() -> dict[str, Any]:
    with transactions.begin(role="scheduler") as db:
        return {"opened": service.open_daily_challenges(db)}
