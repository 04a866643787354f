"""Rebuild the stored dashboards.

Metrics: `learners`, `written`, `done`. When it fails, statistics age; `GET /v1/me/dashboard` is current.
"""

from typing import Any

from progressive_flow.gamification.dashboard import service
from progressive_flow.kernel.declarations.jobs import scheduled


@scheduled("rate(1 hour)", timeout=600)
def handler() -> dict[str, Any]:
    return service.refresh_dashboards(seconds=540)
