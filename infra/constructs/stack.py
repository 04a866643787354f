"""The base class of every stack, and log groups."""

from __future__ import annotations

from aws_cdk import Aws, Environment, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.config import Config
from infra.names import SERVICE

_RETENTION = {
    7: logs.RetentionDays.ONE_WEEK,
    30: logs.RetentionDays.ONE_MONTH,
    90: logs.RetentionDays.THREE_MONTHS,
}


class PlatformStack(Stack):
    """A stack of one stage, `progressive-flow-<stage>-<name>`.

    The region is the stage's by default; the account is that of the deploying credentials, so synthesis needs none.
    """

    def __init__(self, scope: Construct, name: str, config: Config, *, region: str | None = None) -> None:
        account = scope.node.try_get_context("account")
        super().__init__(
            scope,
            f"{SERVICE}-{config.stage}-{name}",
            env=Environment(account=account, region=region or config.region),
            description=f"Progressive Flow, {config.stage}: {name}",
            termination_protection=config.keeps_data,
        )
        self.config = config

    @property
    def removal(self) -> RemovalPolicy:
        """The removal policy of resources that hold data.

        A retained resource is deleted when its creation is rolled back: otherwise the next try would find its name taken.
        """
        return RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if self.config.keeps_data else RemovalPolicy.DESTROY

    @property
    def log_days(self) -> logs.RetentionDays:
        """The retention of this stage's log groups."""
        return _RETENTION[self.config.log_days]


def log_group(
    scope: Construct, name: str, *, days: logs.RetentionDays, removal: RemovalPolicy, physical: str | None = None
) -> logs.LogGroup:
    """Create a log group with a retention. CloudFormation names it, unless the service that writes prescribes a name."""
    return logs.LogGroup(scope, name, retention=days, removal_policy=removal, log_group_name=physical)


def service_principal(name: str) -> iam.ServicePrincipal:
    """Return a service that assumes a role for this account alone, and not for another customer of the service."""
    return iam.ServicePrincipal(name, conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}})
