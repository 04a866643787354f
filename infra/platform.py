"""The stacks of one stage, as `infra.app.build` returns them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from infra.constructs.function import FunctionStack, PlatformFunction
from infra.stacks.api import Api
from infra.stacks.database import Database
from infra.stacks.edge import Edge
from infra.stacks.endpoints import Endpoints
from infra.stacks.events import Events
from infra.stacks.identity import Identity
from infra.stacks.migrations import Migrations
from infra.stacks.monitoring.monitored import Monitored
from infra.stacks.network import Network
from infra.stacks.origin import Origin
from infra.stacks.proof import Proof
from infra.stacks.restores import Restores
from infra.stacks.schedules import Jobs, Schedules
from infra.stacks.stores import Stores
from infra.stacks.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Platform:
    """The stacks that serve requests, jobs and events. An optional stack is absent where the stage does not configure it."""

    network: Network
    database: Database
    stores: Stores
    migrations: Migrations
    proof: Proof
    identity: Identity
    api: Api
    endpoints: Sequence[Endpoints]
    schedules: Schedules
    jobs: Sequence[Jobs]
    events: Events
    uploads: Uploads
    restores: Restores | None
    origin: Origin | None
    edge: Edge | None

    def monitored(self) -> Monitored:
        """Return what the monitoring stack needs to know of the others."""
        database = self.database
        return Monitored(
            api_id=self.api.api.api_id,
            access_log=self.api.access_log.log_group_name,
            domains=sorted({endpoint.declared.domain for stack in self.endpoints for endpoint in stack.endpoints}),
            jobs=[(job.schedule, job.function.name) for stack in self.jobs for job in stack.jobs],
            functions=_named(self._background_functions()),
            isolated=_named(self.events.isolated.functions),
            failure_queues=self._failure_queues(),
            server=database.ref.server,
            proxy=database.name if database.ref.proxy else None,
            distribution=self.edge.distribution.distribution_id if self.edge else None,
        )

    def _background_functions(self) -> Iterator[PlatformFunction]:
        """Yield operations, Cognito triggers and event consumers: no request waits for them, so each failure counts."""
        always: list[FunctionStack] = [self.migrations, self.proof, self.identity, self.events, self.uploads]
        optional = [stack for stack in (self.origin, self.restores) if stack]
        isolated = self.events.isolated.functions
        yield from (each for stack in (*always, *optional) for each in stack.functions if each not in isolated)

    def _failure_queues(self) -> dict[str, str]:
        """Return the name of each failure queue, by what fails into it."""
        consumers = {consumer.subscription.name: consumer.failures.queue_name for consumer in self.events.consumers}
        return {
            "jobs": self.schedules.failures.queue_name,
            "uploads": self.uploads.failures.queue_name,
            "isolated_tasks": self.events.isolated.failures.queue_name,
            **consumers,
        }


def _named(functions: Iterable[PlatformFunction]) -> list[tuple[str, str]]:
    return [(function.name, function.spec.declared.summary) for function in functions]
