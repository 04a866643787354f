"""How an alarm is made: what it watches, from when on, whom it tells, and where it says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from aws_cdk import aws_cloudwatch as cw
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs.stack import PlatformStack
from infra.names import SERVICE

ABOVE = cw.ComparisonOperator.GREATER_THAN_THRESHOLD
BELOW = cw.ComparisonOperator.LESS_THAN_THRESHOLD
Alarm = TypeVar("Alarm", bound=cw.AlarmBase)
QUIET, LOUD = cw.TreatMissingData.NOT_BREACHING, cw.TreatMissingData.BREACHING


@dataclass(frozen=True, slots=True)
class Watch:
    """One alarm: `metric` compared with `threshold` in `of` periods, `times` of which must breach.

    `runbook` is the heading in docs/operations.md, as its address names it.
    """

    name: str
    what: str
    runbook: str
    metric: cw.IMetric
    threshold: float
    compared: cw.ComparisonOperator = ABOVE
    times: int = 1
    of: int = 1
    missing: cw.TreatMissingData = QUIET
    tells: bool = True


class Alarms(Construct):
    """Whom alarms tell, and the alarms."""

    def __init__(self, stack: PlatformStack) -> None:
        super().__init__(stack, "Alarms")
        self._stack = stack
        self.topic = self._topic(stack)
        self._action = actions.SnsAction(self.topic)
        self.told: list[cw.AlarmBase] = []  # those that tell somebody

    def watch(self, watch: Watch) -> cw.Alarm:
        """Make an alarm."""
        alarm = cw.Alarm(
            self,
            watch.name,
            alarm_name=self._named(watch.name),
            alarm_description=self._described(watch.what, watch.runbook),
            metric=watch.metric,
            threshold=watch.threshold,
            comparison_operator=watch.compared,
            evaluation_periods=watch.of,
            datapoints_to_alarm=watch.times,
            treat_missing_data=watch.missing,
        )
        return self._kept(alarm, tells=watch.tells)

    def both(self, name: str, what: str, runbook: str, one: cw.Alarm, other: cw.Alarm) -> cw.CompositeAlarm:
        """Make an alarm of two that count only together, and tell nobody by themselves."""
        alarm = cw.CompositeAlarm(
            self,
            name,
            composite_alarm_name=self._named(name),
            alarm_description=self._described(what, runbook),
            alarm_rule=cw.AlarmRule.all_of(one, other),
        )
        return self._kept(alarm, tells=True)

    def tell_of_backups(self) -> None:
        """Tell of a backup or a copy that failed: AWS Backup's metrics are by vault and type, its events are of everything."""
        rule = events.Rule(
            self,
            "Backups",
            description="A backup or its copy failed: docs/operations.md#a-backup-failed",
            event_pattern=events.EventPattern(
                source=["aws.backup"],
                detail_type=["Backup Job State Change", "Copy Job State Change"],
                detail={"state": ["FAILED", "ABORTED", "EXPIRED"]},
            ),
        )
        rule.add_target(targets.SnsTopic(self.topic))
        reason = "EventBridge tries for a day, and the next failure of a backup is told again."
        acknowledge(rule, reason, "Serverless-EventBusDLQ")

    def _kept(self, alarm: Alarm, *, tells: bool) -> Alarm:
        if tells:
            alarm.add_alarm_action(self._action)
            alarm.add_ok_action(self._action)
            self.told.append(alarm)
        return alarm

    def _named(self, name: str) -> str:
        return f"{SERVICE}-{name}"

    def _described(self, what: str, runbook: str) -> str:
        return f"{what} Runbook: {self._stack.config.runbooks}#{runbook}"

    def _topic(self, stack: PlatformStack) -> sns.Topic:
        """Make the topic; CloudWatch publishes to an encrypted one only if it may use the key."""
        key = kms.Key(
            stack, "Key", description="What alarms tell", enable_key_rotation=True, removal_policy=stack.removal
        )
        watching = iam.ServicePrincipal("cloudwatch.amazonaws.com")
        for teller in (watching, iam.ServicePrincipal("events.amazonaws.com")):
            key.grant(teller, "kms:Decrypt", "kms:GenerateDataKey*")
        topic = sns.Topic(stack, "Topic", master_key=key, enforce_ssl=True, display_name="Progressive Flow")
        topic.grant_publish(watching)
        for address in stack.config.alarms_to:
            topic.add_subscription(subscriptions.EmailSubscription(address))
        return topic
