"""How an alarm is created: from its metric and threshold, with a runbook in its description and an SNS topic as action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from aws_cdk import aws_cloudwatch as cw
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs.keys import customer_key
from infra.constructs.stack import PlatformStack, service_principal
from infra.names import SERVICE

ABOVE = cw.ComparisonOperator.GREATER_THAN_THRESHOLD
BELOW = cw.ComparisonOperator.LESS_THAN_THRESHOLD
NOT_BREACHING, BREACHING = cw.TreatMissingData.NOT_BREACHING, cw.TreatMissingData.BREACHING
Alarm = TypeVar("Alarm", bound=cw.AlarmBase)


@dataclass(frozen=True, slots=True)
class AlarmSpec:
    """One alarm: `datapoints` of `periods` values of `metric` must breach `threshold`.

    `runbook` is the anchor of a heading in docs/how-to/runbooks.md. An alarm that does not notify is a part of a composite one.
    """

    name: str
    description: str
    runbook: str
    metric: cw.IMetric
    threshold: float
    comparison: cw.ComparisonOperator = ABOVE
    datapoints: int = 1
    periods: int = 1
    missing_data: cw.TreatMissingData = NOT_BREACHING
    notifies: bool = True


class Alarms(Construct):
    """The topic and its alarms."""

    def __init__(self, stack: PlatformStack) -> None:
        super().__init__(stack, "Alarms")
        self._stack = stack
        self.topic = self._topic(stack)
        self._action = actions.SnsAction(self.topic)
        self.notifying: list[cw.AlarmBase] = []

    def add(self, spec: AlarmSpec) -> cw.Alarm:
        """Create an alarm."""
        alarm = cw.Alarm(
            self,
            spec.name,
            alarm_name=self._name(spec.name),
            alarm_description=self._description(spec.description, spec.runbook),
            metric=spec.metric,
            threshold=spec.threshold,
            comparison_operator=spec.comparison,
            evaluation_periods=spec.periods,
            datapoints_to_alarm=spec.datapoints,
            treat_missing_data=spec.missing_data,
        )
        return self._with_actions(alarm, notifies=spec.notifies)

    def add_composite(
        self, name: str, description: str, runbook: str, one: cw.Alarm, other: cw.Alarm
    ) -> cw.CompositeAlarm:
        """Create an alarm for two that are both in alarm, and that do not notify by themselves."""
        alarm = cw.CompositeAlarm(
            self,
            name,
            composite_alarm_name=self._name(name),
            alarm_description=self._description(description, runbook),
            alarm_rule=cw.AlarmRule.all_of(one, other),
        )
        return self._with_actions(alarm, notifies=True)

    def notify_of_backups(self) -> None:
        """Notify of a failed backup or copy by an event: AWS Backup's metrics are split by vault and resource type."""
        rule = events.Rule(
            self,
            "Backups",
            description="A backup or its copy failed: docs/how-to/runbooks.md#a-backup-failed",
            event_pattern=events.EventPattern(
                source=["aws.backup"],
                detail_type=["Backup Job State Change", "Copy Job State Change"],
                detail={"state": ["FAILED", "ABORTED", "EXPIRED"]},
            ),
        )
        rule.add_target(targets.SnsTopic(self.topic))
        reason = "EventBridge retries for a day, and the next failed backup sends another event."
        acknowledge(rule, reason, "Serverless-EventBusDLQ")

    def _with_actions(self, alarm: Alarm, *, notifies: bool) -> Alarm:
        if notifies:
            alarm.add_alarm_action(self._action)
            alarm.add_ok_action(self._action)
            self.notifying.append(alarm)
        return alarm

    def _name(self, name: str) -> str:
        return f"{SERVICE}-{name}"

    def _description(self, text: str, runbook: str) -> str:
        return f"{text} Runbook: {self._stack.config.runbooks}#{runbook}"

    def _topic(self, stack: PlatformStack) -> sns.Topic:
        """Create the topic and its key, which CloudWatch and EventBridge must be allowed to use in order to publish.

        EventBridge sends no account with a message to a topic: a policy with a condition on it would refuse every report.
        """
        key = customer_key(stack, "Encrypts alarm notifications")
        cloudwatch = service_principal("cloudwatch.amazonaws.com")
        for principal in (cloudwatch, iam.ServicePrincipal("events.amazonaws.com")):
            key.grant(principal, "kms:Decrypt", "kms:GenerateDataKey*")
        topic = sns.Topic(stack, "Topic", master_key=key, enforce_ssl=True, display_name="Progressive Flow")
        topic.grant_publish(cloudwatch)
        for address in stack.config.alarms_to:
            topic.add_subscription(subscriptions.EmailSubscription(address))
        reason = "SNS retries an e-mail by itself, and each alarm stands on the dashboard too."
        acknowledge(topic, reason, "Serverless-SNSRedrivePolicy")
        return topic
