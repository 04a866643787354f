"""Rebuild the ranks of every open leaderboard."""

from typing import Any

from progressive_flow.gamification.leaderboards import service
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations.jobs import scheduled


@scheduled("rate(1 minute)", timeout=55)
def handler() -> dict[str, Any]:
    with transactions.begin(role="scheduler") as db:
        return {"boards": service.refresh_all_leaderboards(db)}
