"""Backups beyond the database's own: snapshots that outlive it, copies in another region, and a lock on both.

To any second of the last weeks a stage is restored from the database's own backups (docs/operations.md). What is here is for
when the account, the region, or somebody's good sense is lost.
"""

from __future__ import annotations

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs.stack import PlatformStack
from infra.names import SERVICE
from infra.stacks.database import Database
from infra.stacks.stores import Stores

DAILY, MONTHLY = Duration.days(35), Duration.days(365)
CHANGEABLE = Duration.days(3)  # the least that AWS takes: until then a lock set in error can be lifted
POLICIES = ("service-role/AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForS3Backup")


class Vault(PlatformStack):
    """A vault with a key of its own; in the stage's region, and in the one that copies go to."""

    def __init__(self, scope: Construct, name: str, config: Config, region: str) -> None:
        super().__init__(scope, name, config, region=region)
        key = kms.Key(
            self,
            "Key",
            description="What backups are encrypted with",
            enable_key_rotation=True,
            removal_policy=self.removal,
        )
        lock = backup.LockConfiguration(
            min_retention=Duration.days(config.lock_days), max_retention=MONTHLY, changeable_for=CHANGEABLE
        )
        self.vault = backup.BackupVault(
            self,
            "Vault",
            backup_vault_name=SERVICE,
            encryption_key=key,
            lock_configuration=lock if config.lock_days else None,
            removal_policy=RemovalPolicy.RETAIN if config.lock_days else self.removal,
        )


class Backup(Vault):
    """The plan: what is kept, how long, and where else."""

    def __init__(self, scope: Construct, config: Config, database: Database, stores: Stores) -> None:
        super().__init__(scope, "backup", config, config.region)
        arn = f"arn:aws:backup:{config.copy_region}:{Aws.ACCOUNT_ID}:backup-vault:{SERVICE}"
        elsewhere = backup.BackupVault.from_backup_vault_arn(self, "Elsewhere", arn)
        plan = backup.BackupPlan(self, "Plan", backup_plan_name=SERVICE, backup_vault=self.vault)
        plan.add_rule(self._rule("daily", events.Schedule.cron(hour="5", minute="0"), DAILY, elsewhere))
        monthly = events.Schedule.cron(hour="2", minute="0", day="1")
        plan.add_rule(self._rule("monthly", monthly, MONTHLY, elsewhere))
        plan.add_selection(
            "What",
            role=self._role(),
            resources=[
                backup.BackupResource.from_arn(database.server.arn),
                backup.BackupResource.from_arn(stores.archive.bucket_arn),
            ],
        )

    def _rule(
        self, name: str, schedule: events.Schedule, kept: Duration, elsewhere: backup.IBackupVault
    ) -> backup.BackupPlanRule:
        copy = backup.BackupPlanCopyActionProps(destination_backup_vault=elsewhere, delete_after=kept)
        return backup.BackupPlanRule(
            rule_name=name,
            schedule_expression=schedule,
            start_window=Duration.hours(1),
            completion_window=Duration.hours(6),
            delete_after=kept,
            copy_actions=[copy],
        )

    def _role(self) -> iam.Role:
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("backup.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(name) for name in POLICIES],
        )
        reason = "AWS Backup's own policies: what it needs of each service changes, and AWS keeps them up."
        findings = [f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{name}]" for name in POLICIES]
        acknowledge(role, reason, *findings)
        return role
