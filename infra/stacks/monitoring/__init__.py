"""The monitoring stack: a dashboard, and alarms with a link to their runbook and a topic that they notify."""

from __future__ import annotations

from collections.abc import Iterator

from aws_cdk import CfnOutput
from aws_cdk import aws_cloudwatch as cw
from constructs import Construct

from infra.config import Config
from infra.constructs import tampering
from infra.constructs.stack import PlatformStack
from infra.names import SERVICE
from infra.stacks.monitoring import dashboard, function_alarms, objectives, resource_alarms
from infra.stacks.monitoring.alarms import Alarms, AlarmSpec
from infra.stacks.monitoring.monitored import Monitored

__all__ = ["Monitoring"]


class Monitoring(PlatformStack):
    """The dashboard and the alarms of a stage. No other stack depends on it."""

    def __init__(self, scope: Construct, config: Config, monitored: Monitored) -> None:
        super().__init__(scope, "monitoring", config)
        alarms = self._add_alarms(config, monitored) if config.alarms else []
        console = cw.Dashboard(self, "Dashboard", dashboard_name=f"{SERVICE}-{config.stage}")
        for row in dashboard.rows(config, monitored, alarms):
            console.add_widgets(*row)
        CfnOutput(self, "DashboardName", value=console.dashboard_name, description="The dashboard in CloudWatch")

    def _add_alarms(self, config: Config, monitored: Monitored) -> list[cw.AlarmBase]:
        """Create the alarms; return those that notify the topic."""
        alarms = Alarms(self)
        for objective in objectives.objectives(monitored.api_id):
            objectives.add_alarms(alarms, objective)
        for spec in _specs(config, monitored):
            alarms.add(spec)
        if config.backups:
            alarms.notify_of_backups()
            tampering.report_to(self, alarms.topic)
        CfnOutput(self, "AlarmTopic", value=alarms.topic.topic_arn, description="SNS topic that the alarms notify")
        return alarms.notifying


def _specs(config: Config, monitored: Monitored) -> Iterator[AlarmSpec]:
    yield from function_alarms.endpoints(monitored.domains)
    for schedule, function in monitored.jobs:
        yield from function_alarms.job(schedule, function)
    for function, summary in monitored.functions:
        yield function_alarms.background(function, summary)
    for function, summary in monitored.isolated:
        yield function_alarms.isolated(function, summary)
    yield from resource_alarms.database(config, monitored.server)
    if monitored.proxy:
        yield from resource_alarms.proxy(monitored.proxy)
    yield from resource_alarms.job_results()
    for source, queue in monitored.failure_queues.items():
        yield resource_alarms.failure_queue(source, queue)
    yield resource_alarms.concurrency()
    if config.backups:
        yield resource_alarms.restores()
    if monitored.distribution:
        yield from resource_alarms.edge(monitored.distribution)
