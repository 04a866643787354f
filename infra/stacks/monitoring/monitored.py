"""What the monitoring stack watches, as plain values: it knows no other stack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infra.context import DatabaseServer
from progressive_flow.routing import Route, Schedule


@dataclass(frozen=True, slots=True)
class Monitored:
    """The resources of a stage. Functions are given by name: of endpoints, of jobs, and the others with their summaries."""

    api_id: str
    endpoints: Sequence[tuple[Route, str]]
    jobs: Sequence[tuple[Schedule, str]]
    functions: Sequence[tuple[str, str]]
    failure_queue: str
    server: DatabaseServer
    proxy: str | None
    distribution: str | None
