"""Rotation of the origin key: a secret, the operation that rotates it, and parameters with the hashes that functions accept.

A release with a new generation first adds the key after the next one to the secret, then gives functions the hashes of the
previous key, the current one and the next one, then updates the key that CloudFront sends. The previous release already
accepts that key as its next one, so no request is rejected during the deploy or after a rollback. The function writes the
parameters, not CloudFormation, which would delete those that a rollback needs.
"""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secrets
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs.function import FunctionSpec, FunctionStack, PlatformFunction
from infra.constructs.operation import OperationRunner
from infra.constructs.origin_key import PARAMETERS, SECRET
from infra.context import StageContext


class Origin(FunctionStack):
    """The secret and its rotation. It is deployed before the functions that check the key, and they before CloudFront."""

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "origin", context)
        self.secret = secrets.Secret(
            self,
            "Key",
            secret_name=SECRET,
            description="The keys that CloudFront sends to the API, by generation",
            secret_object_value={},
            removal_policy=self.removal,
        )
        reason = (
            "A release rotates it, functions first: a rotation by Secrets Manager would make the API reject CloudFront."
        )
        acknowledge(self.secret, reason, "AwsSolutions-SMG4")
        rotate = PlatformFunction(self, self._spec())
        reason = "Each generation has a parameter under this path, and old ones stay for releases that are rolled back."
        wildcard = f"arn:aws:ssm:{self.config.region}:<AWS::AccountId>:parameter{PARAMETERS}*"
        acknowledge(rotate, reason, f"AwsSolutions-IAM5[Resource::{wildcard}]")
        OperationRunner(self, [rotate]).run("Rotated", rotate, Generation=str(context.config.origin_key))

    def _spec(self) -> FunctionSpec:
        secret_actions = ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
        parameters = self.format_arn(service="ssm", resource="parameter", resource_name=PARAMETERS.strip("/") + "/*")
        return FunctionSpec(
            "functions.operations.rotate_origin_key",
            "Rotate the key that CloudFront sends to the API.",
            needs=(),
            memory=256,
            timeout=60,
            environment={"ORIGIN_SECRET": self.secret.secret_arn, "ORIGIN_PARAMETERS": PARAMETERS},
            statements=[
                iam.PolicyStatement(actions=secret_actions, resources=[self.secret.secret_arn]),
                iam.PolicyStatement(actions=["ssm:PutParameter"], resources=[parameters]),
            ],
        )
