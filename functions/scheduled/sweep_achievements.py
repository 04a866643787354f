"""Award achievements that no attempt noticed, and unlock what was published."""

from typing import Any

from progressive_flow.gamification import jobs_service
from progressive_flow.schedule import scheduled


@scheduled("rate(1 hour)", timeout=600)
def handler() -> dict[str, Any]:
    return jobs_service.sweep_achievements(seconds=540)
