"""AWS Backup: snapshots that outlive the database, copies in another region, and a vault lock on both.

Point-in-time recovery within the last weeks uses RDS's automated backups (docs/how-to/runbooks.md). These backups are for the
loss of the account's data, of the region, or for deletion by mistake or by an attacker.
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
COOLING_OFF = Duration.days(3)  # AWS's minimum, during which a lock set by mistake can be removed
POLICIES = ("service-role/AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForS3Backup")


class Vault(PlatformStack):
    """A backup vault with its own key, in the stage's region or in the region of the copies."""

    def __init__(self, scope: Construct, name: str, config: Config, region: str) -> None:
        super().__init__(scope, name, config, region=region)
        key = kms.Key(
            self,
            "Key",
            description="Encrypts backups",
            enable_key_rotation=True,
            removal_policy=self.removal,
        )
        lock = backup.LockConfiguration(
            min_retention=Duration.days(config.lock_days), max_retention=MONTHLY, changeable_for=COOLING_OFF
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
    """The backup plan: resources, schedules, retention and copies."""

    def __init__(self, scope: Construct, config: Config, database: Database, stores: Stores) -> None:
        super().__init__(scope, "backup", config, config.region)
        arn = f"arn:aws:backup:{config.copy_region}:{Aws.ACCOUNT_ID}:backup-vault:{SERVICE}"
        copies = backup.BackupVault.from_backup_vault_arn(self, "Elsewhere", arn)
        plan = backup.BackupPlan(self, "Plan", backup_plan_name=SERVICE, backup_vault=self.vault)
        plan.add_rule(self._rule("daily", events.Schedule.cron(hour="5", minute="0"), DAILY, copies))
        monthly = events.Schedule.cron(hour="2", minute="0", day="1")
        plan.add_rule(self._rule("monthly", monthly, MONTHLY, copies))
        plan.add_selection(
            "What",
            role=self._role(),
            resources=[
                backup.BackupResource.from_arn(database.server.arn),
                backup.BackupResource.from_arn(stores.archive.bucket_arn),
            ],
        )

    def _rule(
        self, name: str, schedule: events.Schedule, retention: Duration, copies: backup.IBackupVault
    ) -> backup.BackupPlanRule:
        copy = backup.BackupPlanCopyActionProps(destination_backup_vault=copies, delete_after=retention)
        return backup.BackupPlanRule(
            rule_name=name,
            schedule_expression=schedule,
            start_window=Duration.hours(1),
            completion_window=Duration.hours(6),
            delete_after=retention,
            copy_actions=[copy],
        )

    def _role(self) -> iam.Role:
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("backup.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(name) for name in POLICIES],
        )
        reason = "These are AWS Backup's managed policies: AWS updates them as the permissions that it needs change."
        findings = [f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{name}]" for name in POLICIES]
        acknowledge(role, reason, *findings)
        return role
