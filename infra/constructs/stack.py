"""What every stack shares: its name, where it is deployed, its tags."""

from __future__ import annotations

from aws_cdk import Environment, RemovalPolicy, Stack
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.config import Config
from infra.names import SERVICE

_DAYS = {
    7: logs.RetentionDays.ONE_WEEK,
    30: logs.RetentionDays.ONE_MONTH,
    90: logs.RetentionDays.THREE_MONTHS,
}


class PlatformStack(Stack):
    """A stack of one stage, `progressive-flow-<stage>-<name>`.

    The region is the stage's unless said otherwise; the account is that of whoever deploys, so that synthesis asks nobody.
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
        """What becomes of data when its resource leaves the template."""
        return RemovalPolicy.RETAIN if self.config.keeps_data else RemovalPolicy.DESTROY

    @property
    def log_days(self) -> logs.RetentionDays:
        """How long this stage keeps logs."""
        return _DAYS[self.config.log_days]


def log_group(
    scope: Construct, name: str, *, days: logs.RetentionDays, removal: RemovalPolicy, physical: str | None = None
) -> logs.LogGroup:
    """Make a log group that forgets in time. It is named by CloudFormation unless its writer prescribes the name."""
    return logs.LogGroup(scope, name, retention=days, removal_policy=removal, log_group_name=physical)
