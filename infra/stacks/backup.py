"""AWS Backup: snapshots that outlive the database, copies in another region, and a vault lock on both.

`copy_vault` names a vault of another account, which holds a third copy: it outlives the loss of this account.

Point-in-time recovery within the last weeks uses RDS's automated backups (docs/how-to/runbooks.md). These backups are for the
loss of the account's data, of the region, or for deletion by mistake or by an attacker.
"""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs import tampering
from infra.constructs.keys import customer_key
from infra.constructs.stack import PlatformStack, service_principal
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
        key = customer_key(self, "Encrypts backups")
        lock = backup.LockConfiguration(
            min_retention=Duration.days(config.lock_days), max_retention=MONTHLY, changeable_for=COOLING_OFF
        )
        self.vault = backup.BackupVault(
            self,
            "Vault",
            backup_vault_name=SERVICE,
            encryption_key=key,
            lock_configuration=lock if config.lock_days else None,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if config.lock_days else self.removal,
        )
        if region != config.region:
            tampering.forward(self, config.region)


class Backup(Vault):
    """The backup plan: resources, schedules, retention and copies."""

    def __init__(self, scope: Construct, config: Config, database: Database, stores: Stores) -> None:
        super().__init__(scope, "backup", config, config.region)
        arn = f"arn:aws:backup:{config.copy_region}:{Aws.ACCOUNT_ID}:backup-vault:{SERVICE}"
        arns = {"Elsewhere": arn} | ({"OtherAccount": config.copy_vault} if config.copy_vault else {})
        copies = [backup.BackupVault.from_backup_vault_arn(self, name, vault) for name, vault in arns.items()]
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
        self, name: str, schedule: events.Schedule, retention: Duration, copies: Sequence[backup.IBackupVault]
    ) -> backup.BackupPlanRule:
        return backup.BackupPlanRule(
            rule_name=name,
            schedule_expression=schedule,
            start_window=Duration.hours(1),
            completion_window=Duration.hours(6),
            delete_after=retention,
            copy_actions=[
                backup.BackupPlanCopyActionProps(destination_backup_vault=vault, delete_after=retention)
                for vault in copies
            ],
        )

    def _role(self) -> iam.Role:
        role = iam.Role(
            self,
            "Role",
            assumed_by=service_principal("backup.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(name) for name in POLICIES],
        )
        reason = "These are AWS Backup's managed policies: AWS updates them as the permissions that it needs change."
        findings = [f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{name}]" for name in POLICIES]
        acknowledge(role, reason, *findings)
        return role
