"""Close the leaderboards whose period is over, by the ledger, and keep their first hundred.

Metrics: `closed`, `corrected_scores`, `left`. When it fails, run it again; it continues with the rest.
"""

from typing import Any

from progressive_flow.gamification.leaderboards import service
from progressive_flow.kernel.declarations.jobs import scheduled


@scheduled("cron(2 0 * * ? *)", timeout=900)
def handler() -> dict[str, Any]:
    return service.close_periods(seconds=840)
