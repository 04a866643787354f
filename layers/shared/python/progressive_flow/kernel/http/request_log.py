"""Logs each answered request, and counts its duration per domain and status class: each series of a metric is charged."""

import time

from progressive_flow.kernel import observability
from progressive_flow.kernel.declarations.models import Route


def log(route: Route, status: int, started: float, user_id: str | None) -> None:
    """Log a request that began at the performance counter's `started` (seconds)."""
    duration = round((time.perf_counter() - started) * 1000, 2)
    name = f"{route.method} {route.path}"
    dimensions = {"domain": route.domain, "outcome": f"{status // 100}xx"}
    values = {"duration_ms": ("Milliseconds", duration)}
    observability.measured(
        "request", dimensions, values, route=name, status=status, elapsed_ms=duration, user_id=user_id
    )
