"""Reports of calls that take away what an investigation or a recovery needs: keys, the trail, vaults, and the reports themselves.

EventBridge receives them from CloudTrail, in the region of the call. Another region's are forwarded to the stage's.
"""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Aws
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns

from infra.checks import acknowledge
from infra.constructs.stack import PlatformStack, service_principal

# Each service with the calls that are reported, successful or refused.
CALLS: Mapping[str, tuple[str, ...]] = {
    "aws.kms": ("DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion"),
    "aws.cloudtrail": ("DeleteTrail", "PutEventSelectors", "StopLogging", "UpdateTrail"),
    "aws.backup": ("DeleteBackupVault", "DeleteBackupVaultLockConfiguration", "DeleteRecoveryPoint"),
    "aws.events": ("DeleteRule", "DisableRule", "RemoveTargets"),
    "aws.sns": ("DeleteTopic", "Unsubscribe"),
    "aws.monitoring": ("DeleteAlarms", "DisableAlarmActions"),
    "aws.s3": ("DeleteBucketPolicy", "PutBucketLifecycle", "PutBucketObjectLockConfiguration", "PutBucketPolicy"),
    # A server is changed before it can be deleted; the restore drill deletes its own every week.
    "aws.rds": (
        *("DeleteDBClusterSnapshot", "DeleteDBInstanceAutomatedBackup", "DeleteDBSnapshot"),
        *("ModifyDBCluster", "ModifyDBInstance"),
    ),
}
RUNBOOK = "docs/how-to/runbooks.md#keys-trail-or-backups-were-tampered-with"


PATTERN = {
    "source": list(CALLS),
    "detail-type": ["AWS API Call via CloudTrail"],
    "detail": {"eventName": [call for calls in CALLS.values() for call in calls]},
}
REASON = "EventBridge retries for a day, and CloudTrail keeps the call."


def report_to(stack: PlatformStack, topic: sns.ITopic) -> None:
    """Report the calls of a stack's region to a topic."""
    _add_rule(stack, events.CfnRule.TargetProperty(id="topic", arn=topic.topic_arn))


def forward(stack: PlatformStack, region: str) -> None:
    """Forward the calls of a stack's region to the default bus of another, which reports them."""
    bus = f"arn:aws:events:{region}:{Aws.ACCOUNT_ID}:event-bus/default"
    put = iam.PolicyStatement(actions=["events:PutEvents"], resources=[bus])
    role = iam.Role(
        stack,
        "TamperingRole",
        assumed_by=service_principal("events.amazonaws.com"),
        inline_policies={"forward": iam.PolicyDocument(statements=[put])},
    )
    _add_rule(stack, events.CfnRule.TargetProperty(id="bus", arn=bus, role_arn=role.role_arn))


def _add_rule(stack: PlatformStack, target: events.CfnRule.TargetProperty) -> None:
    description = f"A key, the trail or a backup was touched: {RUNBOOK}"
    rule = events.CfnRule(stack, "Tampering", description=description, event_pattern=PATTERN, targets=[target])
    acknowledge(rule, REASON, "Serverless-EventBusDLQ")
