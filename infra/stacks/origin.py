"""The key by which the API knows the edge: a secret, what rotates it, and parameters with the hashes that functions take.

A release that asks for a new generation makes the key after it here, gives functions the hashes of the one before, its own
and the next, then CloudFront its own, which the release before knew already as its next: so no request is refused, neither
on the way nor if the release is taken back. The values travel by name and not by export, which a stack in use would not let
change; the parameters are the function's and not CloudFormation's, which would delete those that it rolls back to.
"""

from __future__ import annotations

from aws_cdk import SecretValue
from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secrets
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs.function import FunctionStack, Ground, OurFunction, Task
from infra.constructs.operation import Runner
from infra.names import SERVICE

SECRET = f"{SERVICE}-origin-key"
PARAMETERS = f"/{SERVICE}/origin-keys/"


def hashes_name(config: Config) -> str:
    """Return the parameter that holds the hashes. Each generation has its own, so that a new one changes the templates."""
    return f"{PARAMETERS}{config.origin_key}"


def environment(config: Config) -> dict[str, str]:
    """Return what an endpoint knows of it; nothing where there is no edge."""
    return {"ORIGIN_KEYS": f"{{{{resolve:ssm:{hashes_name(config)}}}}}"} if config.edge else {}


def key(config: Config) -> SecretValue:
    """Return what CloudFront sends, resolved by CloudFormation."""
    return SecretValue.secrets_manager(SECRET, json_field=str(config.origin_key))


class Origin(FunctionStack):
    """Made before the functions that check, and long before CloudFront sends."""

    def __init__(self, scope: Construct, ground: Ground) -> None:
        super().__init__(scope, "origin", ground)
        self.secret = secrets.Secret(
            self,
            "Key",
            secret_name=SECRET,
            description="From generation to key: what CloudFront proves itself to the API with",
            secret_object_value={},
            removal_policy=self.removal,
        )
        reason = "A release rotates it, functions first: a rotation of Secrets Manager's own would shut CloudFront out."
        acknowledge(self.secret, reason, "AwsSolutions-SMG4")
        rotate = OurFunction(self, self._task())
        reason = (
            "Each generation has a parameter of its own under this path, and old ones stay for releases taken back."
        )
        wide = f"arn:aws:ssm:{self.config.region}:<AWS::AccountId>:parameter{PARAMETERS}*"
        acknowledge(rotate, reason, f"AwsSolutions-IAM5[Resource::{wide}]")
        Runner(self, [rotate]).run("Rotated", rotate, Generation=str(ground.config.origin_key))

    def _task(self) -> Task:
        reach = ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
        tell = self.format_arn(service="ssm", resource="parameter", resource_name=PARAMETERS.strip("/") + "/*")
        return Task(
            "functions.operations.rotate_origin_key",
            "Make the key by which the API knows that a request came through the edge.",
            needs=(),
            memory=256,
            timeout=60,
            environment={"ORIGIN_SECRET": self.secret.secret_arn, "ORIGIN_PARAMETERS": PARAMETERS},
            statements=[
                iam.PolicyStatement(actions=reach, resources=[self.secret.secret_arn]),
                iam.PolicyStatement(actions=["ssm:PutParameter"], resources=[tell]),
            ],
        )
