"""Rebuild the ranks of every open leaderboard.

Metrics: `leaderboards`. When it fails, ranks age, and responses say how old they are; nothing is lost.
"""

from typing import Any

from progressive_flow.gamification.leaderboards import service
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.jobs import scheduled


@scheduled("rate(1 minute)", timeout=55)
def handler(db: Transaction) -> dict[str, Any]:
    return {"leaderboards": service.refresh_all_leaderboards(db)}
