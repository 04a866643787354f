"""Measure how large, how old and how slow the database is, and what learners do with it."""

from typing import Any

from progressive_flow.platform.measurements import service
from progressive_flow.schedule import scheduled


@scheduled("rate(15 minutes)")
def handler() -> dict[str, Any]:
    return service.measure()
