"""Watches a stage: one dashboard, alarms that say what to do, and whom they tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import CfnOutput
from aws_cdk import aws_cloudwatch as cw
from constructs import Construct

from infra.config import Config
from infra.constructs.stack import PlatformStack
from infra.names import SERVICE
from infra.stacks.monitoring import dashboard, function_watches, objectives, watches
from infra.stacks.monitoring.alarms import Alarms, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.app import Platform

__all__ = ["Monitoring"]


class Monitoring(PlatformStack):
    """What looks at all other stacks, and which none of them needs."""

    def __init__(self, scope: Construct, config: Config, built: Platform) -> None:
        super().__init__(scope, "monitoring", config)
        api = {"ApiId": built.api.api.api_id}
        told = self._alarms(config, built, api) if config.alarms else []
        board = cw.Dashboard(self, "Dashboard", dashboard_name=f"{SERVICE}-{config.stage}")
        for row in dashboard.rows(config, built, api, told):
            board.add_widgets(*row)
        CfnOutput(self, "DashboardName", value=board.dashboard_name, description="The dashboard in CloudWatch")

    def _alarms(self, config: Config, built: Platform, api: dict[str, str]) -> list[cw.AlarmBase]:
        """Make the alarms; return those that tell somebody."""
        alarms = Alarms(self)
        for objective in objectives.objectives(api):
            objectives.watch(alarms, objective)
        for watch in self._watches(config, built):
            alarms.watch(watch)
        if config.backups:
            alarms.tell_of_backups()
        CfnOutput(self, "AlarmTopic", value=alarms.topic.topic_arn, description="What tells of alarms: subscribe to it")
        return alarms.told

    def _watches(self, config: Config, built: Platform) -> Iterator[Watch]:
        yield from _of_functions(built)
        yield from watches.database(config, built.database.server)
        if config.proxy:
            yield from watches.proxy(built.database.name)
        yield from watches.work()
        yield watches.queue(built.schedules.failures.queue_name)
        yield watches.room()
        if config.backups:
            yield watches.restores()
        if built.edge:
            yield from watches.edge(built.edge.distribution.distribution_id)


def _of_functions(built: Platform) -> Iterator[Watch]:
    for domain in built.domains:
        for endpoint in domain.endpoints:
            yield function_watches.endpoint(endpoint.declared, endpoint.ours.name)
    for job in built.schedules.jobs:
        yield from function_watches.job(job.schedule, job.ours.name)
    for ours in built.unattended():
        yield function_watches.task(ours.name, ours.task.summary)
