"""Customer-managed keys. Whoever deletes a key makes every backup unreadable that it encrypts, locked vault or not."""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from infra.constructs.stack import PlatformStack

DESTRUCTIVE = ("kms:DisableKey", "kms:ScheduleKeyDeletion")


def customer_key(stack: PlatformStack, description: str) -> kms.Key:
    """Create a stack's key, which AWS rotates each year.

    Where deletion protection is on, the key's policy denies its deletion to everybody. Who means it changes the policy
    first, and an alarm reports that (`infra.constructs.tampering`).
    """
    key = kms.Key(stack, "Key", description=description, enable_key_rotation=True, removal_policy=stack.removal)
    if stack.config.deletion_protection:
        key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="NobodyDeletesThisKey",
                effect=iam.Effect.DENY,
                principals=[iam.AnyPrincipal()],
                actions=list(DESTRUCTIVE),
                resources=["*"],
            )
        )
    return key
