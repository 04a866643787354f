"""What the monitoring stack watches, as plain values: it knows no other stack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infra.context import DatabaseServer
from progressive_flow.kernel.declarations.jobs import Schedule


@dataclass(frozen=True, slots=True)
class Monitored:
    """The resources of a stage. Functions are given by name: of jobs, those that no request waits for, and isolated ones.

    Failure queues are given by what fails into them: `jobs`, or the name of a consumer.
    """

    api_id: str
    access_log: str
    domains: Sequence[str]
    jobs: Sequence[tuple[Schedule, str]]
    functions: Sequence[tuple[str, str]]
    isolated: Sequence[tuple[str, str]]
    failure_queues: Mapping[str, str]
    server: DatabaseServer
    proxy: str | None
    distribution: str | None
