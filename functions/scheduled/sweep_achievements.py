"""Award achievements that no attempt noticed, and unlock what was published."""

from typing import Any

from progressive_flow.gamification.achievement_progress import service
from progressive_flow.kernel.declarations.jobs import scheduled


@scheduled("rate(1 hour)", timeout=600)
def handler() -> dict[str, Any]:
    return service.sweep_achievements(seconds=540)
