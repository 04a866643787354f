"""Rebuild the stored dashboards."""

from typing import Any

from progressive_flow.gamification import jobs_service
from progressive_flow.schedule import scheduled


@scheduled("rate(1 hour)", timeout=600)
def handler() -> dict[str, Any]:
    return jobs_service.refresh_dashboards(seconds=540)
