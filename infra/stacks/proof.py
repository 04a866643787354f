"""The key by which the database believes who makes a request: a secret, and the operation that rotates it.

A new generation of the key (`proof_key` of the configuration) rotates it at the next deploy, after the migrations and before
the functions. The operation lets the database accept the new key before the user pool's trigger can read it.
"""

from __future__ import annotations

from dataclasses import replace

from aws_cdk import aws_secretsmanager as secrets
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs.function import FunctionStack
from infra.constructs.operation import OperationRunner, operation_function
from infra.context import StageContext


class Proof(FunctionStack):
    """The secret and its rotation. It is deployed after the migrations, which make the table of keys."""

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "proof", context)
        self.secret = secrets.Secret(
            self,
            "Key",
            description="The key that signs who makes a request, as kid.hex",
            secret_object_value={},
            removal_policy=self.removal,
        )
        reason = "The database has to accept a key before it signs, so a rotation by Secrets Manager would sign everybody out."
        acknowledge(self.secret, reason, "AwsSolutions-SMG4")
        self.context = replace(context, proof_secret=self.secret)
        rotate = operation_function(self, "rotate_proof_key")
        OperationRunner(self, [rotate]).run("Rotated", rotate, Generation=str(context.config.proof_key))
