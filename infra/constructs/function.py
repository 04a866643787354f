"""One Lambda function: an asset, an execution role, a log group, a version and the alias `live`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from aws_cdk import ArnFormat, Duration, RemovalPolicy
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs import capabilities, database_access, lambda_permissions
from infra.constructs.layers import ARCHITECTURE, RUNTIME, Layers, judge_architecture
from infra.constructs.stack import PlatformStack, log_group
from infra.context import ANY_SERVER_REASON, StageContext, any_server_finding
from infra.names import LIVE, version
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Capability, Declaration
from progressive_flow.kernel.observability import NAMESPACE

COLD_START_METRIC = "cold_start_ms"


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """A function's declaration, and what its construct adds to the environment and the role; `group` places it in the VPC."""

    declared: Declaration
    environment: Mapping[str, str] = field(default_factory=dict)
    statements: Sequence[iam.PolicyStatement] = ()
    group: ec2.ISecurityGroup | None = None


class FunctionStack(PlatformStack):
    """A stack that contains functions and their layer versions."""

    def __init__(self, scope: Construct, name: str, context: StageContext) -> None:
        super().__init__(scope, name, context.config)
        self.context = context
        self.layers = Layers(self, context.assets)
        self.functions: list[PlatformFunction] = []


class PlatformFunction(Construct):
    """A function, its role with exactly the permissions that its spec declares, its log group and its alias."""

    def __init__(self, stack: FunctionStack, spec: FunctionSpec) -> None:
        super().__init__(stack, _construct_id(spec.declared.module))
        self.spec = spec
        self._context = stack.context
        snap_start = spec.declared.module in stack.config.snap_start
        self.name = function_name(spec.declared.module)
        self._access = capabilities.database_access(spec.declared.capabilities)
        self._services = capabilities.services(spec.declared.capabilities, stack.context)
        self._groups = [
            *([spec.group] if spec.group else []),
            *capabilities.security_groups(
                self._access, self._services, spec.declared.capabilities, stack.context.network
            ),
        ]
        self.logs = log_group(self, "Logs", days=stack.log_days, removal=stack.removal)
        self.role = self._role(stack)
        self.function = self._function(stack, snap_start)
        self.live = self._live(snap_start)
        self._count_cold_starts(snap_start)
        self._acknowledge()
        stack.functions.append(self)

    @property
    def _in_vpc(self) -> bool:
        return bool(self._groups)

    def _live(self, snap_start: bool) -> lambda_.Alias:
        """Publish a version and point the alias `live` at it; `infra.delivery.release` rolls back by moving the alias.

        The previous version is therefore retained, unless its deploy failed; the release after a successful one deletes it.
        The alias's description contains the release (`-c release=`), so that each deploy updates the alias even of an
        unchanged function: a rollback may have moved it since.
        """
        version = self.function.current_version
        version.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        if snap_start:
            published = "Annotation::@aws-cdk/aws-lambda:snapStartRequirePublish"
            acknowledge(self.function, "The version is published by this construct.", published)
        release = self.node.try_get_context("release") or "by hand"
        return lambda_.Alias(self, "Live", alias_name=LIVE, version=version, description=f"Release {release}")

    def _count_cold_starts(self, snap_start: bool) -> None:
        """Add a metric filter on the start-up time that Lambda logs: one metric of all functions, since each is charged."""
        duration = "restoreDurationMs" if snap_start else "initDurationMs"
        self.logs.add_metric_filter(
            "ColdStarts",
            filter_pattern=logs.FilterPattern.number_value(f"$.record.metrics.{duration}", ">", 0),
            metric_namespace=NAMESPACE,
            metric_name=COLD_START_METRIC,
            metric_value=f"$.record.metrics.{duration}",
            unit=cloudwatch.Unit.MILLISECONDS,
        )

    def _role(self, stack: FunctionStack) -> iam.IRole:
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=self.spec.declared.summary,
            inline_policies={"task": iam.PolicyDocument(statements=self._statements(stack))},
        )
        return role.without_policy_updates()  # the statements are complete: no other construct may add to them

    def _statements(self, stack: FunctionStack) -> list[iam.PolicyStatement]:
        write_logs = iam.PolicyStatement(
            actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[self.logs.log_group_arn]
        )
        statements = [write_logs, *self.spec.statements]
        if self._access:
            statements += database_access.connect_statements(self._access, self._context.database)
        statements += [statement for service in self._services for statement in service.statements]
        if self._in_vpc:
            statements += lambda_permissions.vpc_statements(_arn(stack, self.name))
        if stack.config.tracing:
            statements.append(lambda_permissions.tracing_statement())
        return statements

    def _function(self, stack: FunctionStack, snap_start: bool) -> lambda_.Function:
        declared = self.spec.declared
        judges = Capability.CODE_JUDGE in declared.capabilities
        architecture = judge_architecture(stack.config.judge_architecture) if judges else ARCHITECTURE
        layers = stack.layers.code(architecture)
        if judges:
            layers.append(stack.layers.judge(architecture))
        if self._access and self._access.content:
            layers.append(stack.layers.content())
        if Capability.UPLOAD_INSPECTION in declared.capabilities:
            layers.append(stack.layers.inspection())
        return lambda_.Function(
            self,
            "Function",
            function_name=self.name,
            description=declared.summary,
            code=self._context.assets.function(declared.module),
            handler=f"{declared.module}.handler",
            runtime=RUNTIME,
            architecture=architecture,
            layers=layers,
            memory_size=declared.memory,
            timeout=Duration.seconds(declared.timeout),
            environment=self._environment(snap_start),
            role=self.role,
            log_group=self.logs,
            logging_format=lambda_.LoggingFormat.JSON,
            vpc=self._context.network.vpc if self._in_vpc else None,
            security_groups=self._groups or None,
            snap_start=lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS if snap_start else None,
            reserved_concurrent_executions=stack.config.reserved.get(declared.module),
            tracing=lambda_.Tracing.ACTIVE if stack.config.tracing else lambda_.Tracing.DISABLED,
        )

    def _environment(self, snap_start: bool) -> dict[str, str]:
        variables = {
            "PROGRESSIVE_FLOW_VERSION": version(),
            "PROGRESSIVE_FLOW_STAGE": self._context.config.stage,
            **self.spec.environment,
        }
        if self._access:
            variables |= database_access.database_environment(self._access, self._context.database)
        for service in self._services:
            variables |= service.environment
        if snap_start:
            variables["PROGRESSIVE_FLOW_PRIME"] = "1"
        return variables

    def _acknowledge(self) -> None:
        any_resource = ("AwsSolutions-IAM5[Resource::*]", "Serverless-LambdaStarPermissions")
        if self._in_vpc:
            reason = (
                "EC2 supports no narrower resource for network interfaces, and the function's own code is denied them."
            )
            acknowledge(self, reason, *any_resource)
        if self._access:
            acknowledge(self, ANY_SERVER_REASON, any_server_finding(self._context.config, self._access.role))
        for service in self._services:
            for wildcard in service.wildcards:
                acknowledge(self, service.reason, f"AwsSolutions-IAM5[Resource::{wildcard}]")
        reason = "Asynchronous invocations have an on-failure destination, which records more than a dead-letter queue."
        acknowledge(self, reason, "Serverless-LambdaDLQ")
        if self._context.config.tracing:
            reason = "X-Ray supports no narrower resource, and the function only sends traces to it."
            acknowledge(self, reason, *any_resource)
        reason = "Tracing is an option of the stage: one log line a request carries the timings, and X-Ray charges per trace."
        acknowledge(self, reason, "Serverless-LambdaTracing")


@cache
def function_name(module: str) -> str:
    """Return a function's deployed name, which the local platform uses too."""
    return next(name for name, named in registry.functions().items() if named == module)


def _construct_id(module: str) -> str:
    """Return `functions.progress.submit_attempt` as `ProgressSubmitAttempt`."""
    return module.removeprefix("functions.").replace(".", "_").title().replace("_", "")


def _arn(stack: PlatformStack, name: str) -> str:
    return stack.format_arn(
        service="lambda", resource="function", resource_name=name, arn_format=ArnFormat.COLON_RESOURCE_NAME
    )
