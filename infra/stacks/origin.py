"""Rotation of the origin key: a secret, the operation that rotates it, and parameters with the hashes that functions accept.

A release with a new generation first adds the key after the next one to the secret, then gives functions the hashes of the
previous key, the current one and the next one, then updates the key that CloudFront sends. The previous release already
accepts that key as its next one, so no request is rejected during the deploy or after a rollback. The function writes the
parameters, not CloudFormation, which would delete those that a rollback needs.
"""

from __future__ import annotations

from dataclasses import replace

from aws_cdk import aws_secretsmanager as secrets
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs.function import FunctionStack
from infra.constructs.operation import OperationRunner, operation_function
from infra.constructs.origin_key import SECRET
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
        self.context = replace(context, origin_secret=self.secret)
        rotate = operation_function(self, "rotate_origin_key")
        OperationRunner(self, [rotate]).run("Rotated", rotate, Generation=str(context.config.origin_key))
