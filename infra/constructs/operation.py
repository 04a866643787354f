"""Runs functions of ours in a deploy: a custom resource for each, answered by the one runner of its stack."""

from __future__ import annotations

from aws_cdk import CustomResource, Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs.function import FunctionStack, OurFunction
from infra.constructs.layers import ARCHITECTURE, RUNTIME
from infra.constructs.stack import log_group
from infra.paths import ROOT

LONGEST = 840  # seconds an operation may take, less than the one that waits for it
WAITING = 900


class Runner(Construct):
    """Asks the operations of a stack, outside the network, and tells CloudFormation how it went."""

    def __init__(self, stack: FunctionStack, operations: list[OurFunction]) -> None:
        super().__init__(stack, "Runs")
        self._stack = stack
        group = log_group(stack, "RunnerLogs", days=stack.log_days, removal=stack.removal)
        named = [each.function.function_arn for each in operations]
        statements = [
            iam.PolicyStatement(actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[group.log_group_arn]),
            iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=named),
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
            timeout=Duration.seconds(WAITING),
            role=role.without_policy_updates(),
            log_group=group,
        )
        acknowledge(
            self.function, "Who waits is CloudFormation, which is told of every failure.", "Serverless-LambdaDLQ"
        )
        acknowledge(self.function, "It does one call; its log tells all there is.", "Serverless-LambdaTracing")

    def run(self, name: str, ours: OurFunction, **because: str) -> CustomResource:
        """Run an operation, which is given `because`, whenever a value of that has changed."""
        return CustomResource(
            self._stack,
            name,
            resource_type="Custom::Operation",
            service_token=self.function.function_arn,
            service_timeout=Duration.seconds(WAITING + 60),
            properties={"Operation": ours.function.function_name, **because},
        )
