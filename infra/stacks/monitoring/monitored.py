"""What the monitoring stack watches, as plain values: it knows no other stack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infra.context import DatabaseServer
from progressive_flow.kernel.declarations.models import Route, Schedule


@dataclass(frozen=True, slots=True)
class Monitored:
    """The resources of a stage. Functions are given by name: of endpoints, of jobs, and the others with their summaries.

    Failure queues are given by what fails into them: `jobs`, or the name of a consumer.
    """

    api_id: str
    endpoints: Sequence[tuple[Route, str]]
    jobs: Sequence[tuple[Schedule, str]]
    functions: Sequence[tuple[str, str]]
    failure_queues: Mapping[str, str]
    server: DatabaseServer
    proxy: str | None
    distribution: str | None
