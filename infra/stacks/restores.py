"""What the restore drill needs beside its job: the function that checks the copy, and the parameter with the last drill.

The job that restores runs outside the VPC, because it calls AWS (`functions/scheduled/rehearse_restore.py`); the function
that checks the copy runs inside, because it connects to databases. Neither can do the other's part.
"""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs import capabilities, restore_permissions
from infra.constructs.function import FunctionSpec, FunctionStack, PlatformFunction
from infra.context import ANY_SERVER_REASON, DATABASE_NAME, DATABASE_PORT, StageContext, any_server_finding

CHECKER = "functions.operations.check_restored"
TIMEOUT = 240  # seconds, less than the job waits for it
ROLE = "scheduler"


class Restores(FunctionStack):
    """The function that compares a restored copy with the database, and the parameter with the date of the last drill."""

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "restores", context)
        self.checker = PlatformFunction(self, _spec(context))
        acknowledge(self.checker, ANY_SERVER_REASON, any_server_finding(context.config, ROLE))
        ssm.StringParameter(
            self,
            "Mark",
            parameter_name=restore_permissions.LAST_DRILL_PARAMETER,
            string_value="never",
            description="Date of the last restore drill; the value never starts another",
        )


def _spec(context: StageContext) -> FunctionSpec:
    """Return the one function that signs in to two servers, the database and its copy, as the same role."""
    database = context.database
    return FunctionSpec(
        CHECKER,
        "Compare a restored copy of the database with the database.",
        needs=(),
        memory=512,
        timeout=TIMEOUT,
        environment={
            "DATABASE_HOST": database.host(direct=True),
            "DATABASE_PORT": str(DATABASE_PORT),
            "DATABASE_NAME": DATABASE_NAME,
            "DATABASE_IAM": "1",
            **capabilities.certificates(database, direct=True),
        },
        statements=[iam.PolicyStatement(actions=["rds-db:connect"], resources=[database.user_arn(ROLE, direct=True)])],
        group=context.network.operations,
    )
