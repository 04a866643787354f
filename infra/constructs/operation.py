"""Runs operations during a deploy: each is a custom resource, served by one runner function a stack."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import CustomResource, Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs.function import FunctionSpec, FunctionStack, PlatformFunction
from infra.constructs.layers import ARCHITECTURE, RUNTIME
from infra.constructs.stack import log_group
from infra.paths import ROOT
from progressive_flow.kernel.declarations import registry

RUNNER_TIMEOUT = 900  # seconds, Lambda's maximum, and more than an operation may take


def operation_function(stack: FunctionStack, name: str) -> PlatformFunction:
    """Create the function of the operation `functions/operations/<name>.py`."""
    (declared,) = (operation.declaration for operation in registry.operations() if operation.declaration.name == name)
    return PlatformFunction(stack, FunctionSpec(declared))


class OperationRunner(Construct):
    """Invokes the operations of a stack and reports their results to CloudFormation. It runs outside the VPC."""

    def __init__(self, stack: FunctionStack, operations: Sequence[PlatformFunction]) -> None:
        super().__init__(stack, "Runs")
        self._stack = stack
        group = log_group(stack, "RunnerLogs", days=stack.log_days, removal=stack.removal)
        operation_arns = [operation.function.function_arn for operation in operations]
        statements = [
            iam.PolicyStatement(actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[group.log_group_arn]),
            iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=operation_arns),
        ]
        role = iam.Role(
            stack,
            "RunnerRole",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={"run": iam.PolicyDocument(statements=statements)},
        )
        self.function = lambda_.Function(
            stack,
            "Runner",
            description="Runs an operation for CloudFormation",
            code=lambda_.Code.from_asset(str(ROOT / "infra" / "runner"), exclude=["__pycache__"]),
            handler="run_operation.handler",
            runtime=RUNTIME,
            architecture=ARCHITECTURE,
            memory_size=256,
            timeout=Duration.seconds(RUNNER_TIMEOUT),
            role=role.without_policy_updates(),
            log_group=group,
        )
        reason = "CloudFormation waits for the result and reports every failure."
        acknowledge(self.function, reason, "Serverless-LambdaDLQ")
        acknowledge(self.function, "It makes a single call, and its log records it.", "Serverless-LambdaTracing")

    def run(self, name: str, operation: PlatformFunction, **properties: str) -> CustomResource:
        """Run an operation with these properties whenever one of their values changes."""
        return CustomResource(
            self._stack,
            name,
            resource_type="Custom::Operation",
            service_token=self.function.function_arn,
            service_timeout=Duration.seconds(RUNNER_TIMEOUT + 60),
            properties={"Operation": operation.function.function_name, **properties},
        )
