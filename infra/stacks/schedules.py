"""The scheduled jobs, in three stacks by the hash of a job's name, and the queue of their failures.

Neither a function's name nor a schedule group can move between stacks, so these stacks are never split either.
"""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.config import Config
from infra.constructs.failure_queue import failure_queue
from infra.constructs.function import FunctionStack
from infra.constructs.job import Job
from infra.constructs.stack import PlatformStack
from infra.context import StageContext
from infra.names import spread
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.jobs import Schedule
from progressive_flow.kernel.declarations.models import Capability

STACKS = 3  # for good: another number would move jobs


class Schedules(PlatformStack):
    """The failure queue of all jobs."""

    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, "schedules", config)
        self.failures = failure_queue(self, self.removal)


class Jobs(FunctionStack):
    """The jobs of one of the stacks."""

    def __init__(
        self, scope: Construct, context: StageContext, number: int, declared: Iterable[Schedule], failures: sqs.IQueue
    ) -> None:
        super().__init__(scope, f"jobs-{number}", context)
        self.jobs = [Job(self, schedule, failures) for schedule in declared]


def job_stacks(scope: Construct, context: StageContext, failures: sqs.IQueue) -> list[Jobs]:
    """Create the stacks, those without a job left out."""
    by_stack = spread(schedules(context.config), STACKS, lambda schedule: schedule.name)
    return [Jobs(scope, context, number, declared, failures) for number, declared in by_stack.items()]


def schedules(config: Config) -> list[Schedule]:
    """Return the jobs of a stage; without backups there is no restore drill."""
    declared = [job.schedule for job in registry.jobs()]
    return [schedule for schedule in declared if config.backups or Capability.RESTORES not in schedule.capabilities]
