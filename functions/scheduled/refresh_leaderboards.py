"""Rebuild the ranks of every open leaderboard."""

from typing import Any

from progressive_flow import database
from progressive_flow.gamification.boards import service
from progressive_flow.schedule import scheduled


@scheduled("rate(1 minute)", timeout=55)
def handler() -> dict[str, Any]:
    with database.transaction(role="scheduler") as db:
        return {"boards": service.refresh_all_leaderboards(db)}
