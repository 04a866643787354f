"""Award achievements that no attempt noticed, and unlock what was published.

Metrics: `learners`, `awarded`, `unlocked`, `done`. When it fails, the next run continues where this one stopped.
"""

from typing import Any

from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.learning.jobs import service


@scheduled("rate(1 hour)", timeout=600)
def handler() -> dict[str, Any]:
    return service.sweep_achievements(seconds=540)
