"""The scheduled jobs, and the queue of their failures."""

from __future__ import annotations

from constructs import Construct

from infra.config import Config
from infra.constructs.failure_queue import failure_queue
from infra.constructs.function import FunctionStack
from infra.constructs.job import Job
from infra.context import StageContext
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Capability, Schedule


class Schedules(FunctionStack):
    """The jobs of `functions/scheduled/`."""

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "schedules", context)
        self.failures = failure_queue(self, self.removal)
        self.jobs = [Job(self, schedule, self.failures) for schedule in schedules(context.config)]


def schedules(config: Config) -> list[Schedule]:
    """Return the jobs of a stage; without backups there is no restore drill."""
    declared = [job.schedule for job in registry.jobs()]
    return [schedule for schedule in declared if config.backups or Capability.RESTORES not in schedule.capabilities]
