"""One function of ours: its own small asset, its own role, its own logs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from aws_cdk import ArnFormat, Duration, RemovalPolicy
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs import capabilities
from infra.constructs.layers import ARCHITECTURE, RUNTIME, Layers
from infra.constructs.stack import PlatformStack, log_group
from infra.delivery.assets import Assets
from infra.names import LIVE, version
from infra.stacks.database import RESTORED, Database, wide
from infra.stacks.network import Network
from infra.stacks.stores import Stores
from progressive_flow import declarations
from progressive_flow.logs import NAMESPACE
from progressive_flow.routing import Need

COLD_START = "cold_start_ms"


@dataclass(frozen=True, slots=True)
class Ground:
    """What functions stand on."""

    config: Config
    assets: Assets
    network: Network
    database: Database
    stores: Stores
    pool: cognito.IUserPool | None = None  # known once the identity stack is made
    checker: lambda_.IFunction | None = None  # who looks at restored copies, where a stage has backups


@dataclass(frozen=True, slots=True)
class Task:
    """What a function's file declares, or its caller where the file cannot."""

    module: str
    summary: str
    needs: tuple[Need, ...]
    memory: int
    timeout: int
    environment: Mapping[str, str] = field(default_factory=dict)
    statements: Sequence[iam.PolicyStatement] = ()
    group: ec2.SecurityGroup | None = None


class FunctionStack(PlatformStack):
    """A stack that holds functions, and their layers with them."""

    def __init__(self, scope: Construct, name: str, ground: Ground) -> None:
        super().__init__(scope, name, ground.config)
        self.ground = ground
        self.layers = Layers(self, ground.assets)
        self.functions: list[OurFunction] = []


class OurFunction(Construct):
    """A function, its role with exactly what its task needs, its log group, and the release of it that is live."""

    def __init__(self, stack: FunctionStack, task: Task) -> None:
        super().__init__(stack, _words(task.module))
        self.task = task
        self._ground = stack.ground
        snap_start = task.module in stack.config.snap_start
        self.name = name_of(task.module)
        self._grant = capabilities.grant_of(task.needs)
        self._services = capabilities.services_of(task.needs, stack.ground)
        self.logs = log_group(self, "Logs", days=stack.log_days, removal=stack.removal)
        self.role = self._role(stack)
        self.function = self._function(stack, snap_start)
        self.live = self._live(snap_start)
        self._count_cold_starts(snap_start)
        self._acknowledge()
        stack.functions.append(self)

    @property
    def _inside(self) -> bool:
        return self._grant is not None or self.task.group is not None

    def _live(self, snap_start: bool) -> lambda_.Alias:
        """Publish a version and move `live` to it: a release is taken back by moving `live` (`infra.release`).

        So the version before is kept, unless its deploy failed; the release that follows a good one takes it away. The alias
        tells of the deploy (`-c release=`), so that each one moves `live` on, though a function be as it was: `live` may have
        been moved back since.
        """
        version = self.function.current_version
        version.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        if snap_start:
            published = "Annotation::@aws-cdk/aws-lambda:snapStartRequirePublish"
            acknowledge(self.function, "The version is published right here.", published)
        release = self.node.try_get_context("release") or "by hand"
        return lambda_.Alias(self, "Live", alias_name=LIVE, version=version, description=f"Release {release}")

    def _count_cold_starts(self, snap_start: bool) -> None:
        """Count what Lambda itself reports of a start, in milliseconds: one metric for all, or each would cost by itself."""
        took = "restoreDurationMs" if snap_start else "initDurationMs"
        self.logs.add_metric_filter(
            "ColdStarts",
            filter_pattern=logs.FilterPattern.number_value(f"$.record.metrics.{took}", ">", 0),
            metric_namespace=NAMESPACE,
            metric_name=COLD_START,
            metric_value=f"$.record.metrics.{took}",
            unit=cloudwatch.Unit.MILLISECONDS,
        )

    def _role(self, stack: FunctionStack) -> iam.IRole:
        write = iam.PolicyStatement(
            actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[self.logs.log_group_arn]
        )
        statements = [write, *self.task.statements]
        if self._grant:
            statements += capabilities.statements(self._grant, self._ground.database)
        statements += [each for service in self._services for each in service.statements]
        if self._inside:
            statements += capabilities.in_network(_arn(stack, self.name))
        if stack.config.tracing:
            statements.append(capabilities.TRACE)
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=self.task.summary,
            inline_policies={"task": iam.PolicyDocument(statements=statements)},
        )
        return role.without_policy_updates()  # what it may do is above, and nothing adds to it

    def _function(self, stack: FunctionStack, snap_start: bool) -> lambda_.Function:
        task, network = self.task, self._ground.network
        layers = stack.layers.code()
        if self._grant and self._grant.content:
            layers.append(stack.layers.content())
        groups = [task.group] if task.group else capabilities.groups(self._grant, task.needs, network)
        return lambda_.Function(
            self,
            "Function",
            function_name=self.name,
            description=task.summary,
            code=self._ground.assets.function(task.module),
            handler=f"{task.module}.handler",
            runtime=RUNTIME,
            architecture=ARCHITECTURE,
            layers=layers,
            memory_size=task.memory,
            timeout=Duration.seconds(task.timeout),
            environment=self._environment(snap_start),
            role=self.role,
            log_group=self.logs,
            logging_format=lambda_.LoggingFormat.JSON,
            vpc=network.vpc if self._inside else None,
            security_groups=groups or None,
            snap_start=lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS if snap_start else None,
            reserved_concurrent_executions=stack.config.reserved.get(task.module),
            tracing=lambda_.Tracing.ACTIVE if stack.config.tracing else lambda_.Tracing.DISABLED,
        )

    def _environment(self, snap_start: bool) -> dict[str, str]:
        found = {
            "PROGRESSIVE_FLOW_VERSION": version(),
            "PROGRESSIVE_FLOW_STAGE": self._ground.config.stage,
            **self.task.environment,
        }
        if self._grant:
            found |= capabilities.environment(self._grant, self._ground.database)
        for service in self._services:
            found |= service.environment
        if snap_start:
            found["PROGRESSIVE_FLOW_PRIME"] = "1"
        return found

    def _acknowledge(self) -> None:
        if self._inside:
            reason = "EC2 takes no narrower resource for plugging into a network; the function's own code is denied it."
            acknowledge(self, reason, "AwsSolutions-IAM5[Resource::*]", "Serverless-LambdaStarPermissions")
        if self._grant:
            acknowledge(self, RESTORED, wide(self._ground.database, self._grant.role))
        for service in self._services:
            if service.wide:
                acknowledge(self, service.reason, f"AwsSolutions-IAM5[Resource::{service.wide}]")
        reason = "Who invokes asynchronously has an on-failure destination, which tells more than a dead-letter queue."
        acknowledge(self, reason, "Serverless-LambdaDLQ")
        if self._ground.config.tracing:
            reason = "X-Ray takes no narrower resource, and no more than traces is sent there."
            acknowledge(self, reason, "AwsSolutions-IAM5[Resource::*]", "Serverless-LambdaStarPermissions")
        reason = (
            "A switch of the stage: one structured line a request carries the timings, and X-Ray charges by the trace."
        )
        acknowledge(self, reason, "Serverless-LambdaTracing")


@cache
def name_of(module: str) -> str:
    """Return a function's deployed name, the one that it has locally too."""
    return next(name for name, named in declarations.functions().items() if named == module)


def _words(module: str) -> str:
    """Return `functions.progress.submit_attempt` as `ProgressSubmitAttempt`."""
    return module.removeprefix("functions.").replace(".", "_").title().replace("_", "")


def _arn(stack: PlatformStack, name: str) -> str:
    return stack.format_arn(
        service="lambda", resource="function", resource_name=name, arn_format=ArnFormat.COLON_RESOURCE_NAME
    )
