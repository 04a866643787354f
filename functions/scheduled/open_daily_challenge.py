"""Fix the challenges of today and tomorrow.

Metrics: `opened`, mostly 0. When it fails, nothing changes for a day; after a whole day without a run, `GET
/v1/daily-challenge` is 404.
"""

from typing import Any

from progressive_flow.gamification.daily import service
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.jobs import scheduled


@scheduled("cron(0/5 * * * ? *)")  # midnight, and soon after a first deploy
def handler(db: Transaction) -> dict[str, Any]:
    return {"opened": service.open_daily_challenges(db)}
