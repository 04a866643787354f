"""What a rehearsal of a restore needs beside its job: who looks at the copy, and where it is remembered.

What restores is a job outside the network (`functions/scheduled/rehearse_restore.py`), since it calls AWS; what looks at the
copy is a function inside, since it calls databases. Neither could do the other's part.
"""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs import capabilities, restore_permissions
from infra.constructs.function import FunctionStack, Ground, OurFunction, Task
from infra.stacks.database import NAME, PORT, RESTORED, wide

CHECKER = "functions.operations.check_restored"
SECONDS = 240  # less than the job waits for it
ROLE = "scheduler"


class Restores(FunctionStack):
    """The function that compares a copy with the database, and the parameter that says when one was last made."""

    def __init__(self, scope: Construct, ground: Ground) -> None:
        super().__init__(scope, "restores", ground)
        self.checker = OurFunction(self, _task(ground))
        acknowledge(self.checker, RESTORED, wide(ground.database, ROLE))
        ssm.StringParameter(
            self,
            "Mark",
            parameter_name=restore_permissions.MARK,
            string_value="never",
            description="When a restore was last rehearsed; never has it rehearsed again",
        )


def _task(ground: Ground) -> Task:
    """Return the one task that signs in to two servers, the database itself and its copy, as the same role."""
    database = ground.database
    return Task(
        CHECKER,
        "Compare a restored copy of the database with the database.",
        needs=(),
        memory=512,
        timeout=SECONDS,
        environment={
            "DATABASE_HOST": database.host(direct=True),
            "DATABASE_PORT": str(PORT),
            "DATABASE_NAME": NAME,
            "DATABASE_IAM": "1",
            **capabilities.authority(database, direct=True),
        },
        statements=[iam.PolicyStatement(actions=["rds-db:connect"], resources=[database.user(ROLE, direct=True)])],
        group=ground.network.operations,
    )
