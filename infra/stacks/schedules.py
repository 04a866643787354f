"""Scheduled jobs, event consumers, and the queue of their failures."""

from __future__ import annotations

from constructs import Construct

from infra.config import Config
from infra.constructs.consumer import Consumer
from infra.constructs.failure_queue import failure_queue, send_statement
from infra.constructs.function import FunctionSpec, FunctionStack
from infra.constructs.job import Job
from infra.context import StageContext
from progressive_flow import declarations
from progressive_flow.routing import Need, Schedule


class Schedules(FunctionStack):
    """The jobs of `functions/scheduled/` and the event consumers."""

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "schedules", context)
        self.failures = failure_queue(self)
        self.jobs = [Job(self, schedule, self.failures) for schedule in schedules(context.config)]
        self.consumers = [Consumer(self, topic, self._spec(), self.failures) for topic in CONSUMERS]

    def _spec(self) -> FunctionSpec:
        return FunctionSpec(
            "functions.triggers.user_erased",
            "Delete the account and the exports of an erased user.",
            needs=(Need.IDENTITY_PROVIDER, Need.EXPORTS),
            memory=512,
            timeout=60,
            statements=[send_statement(self.failures)],
        )


CONSUMERS = ("user.erased",)


def schedules(config: Config) -> list[Schedule]:
    """Return the jobs of a stage; without backups there is no restore drill."""
    declared = [job.schedule for job in declarations.jobs()]
    return [schedule for schedule in declared if config.backups or Need.RESTORES not in schedule.needs]
