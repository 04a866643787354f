"""What the restore drill needs beside its job: the function that checks the copy, and the parameter with the last drill.

The job that restores runs outside the VPC, because it calls AWS (`functions/scheduled/run_restore_drill.py`); the function
that checks the copy runs inside, because it connects to databases. Neither can do the other's part.
"""

from __future__ import annotations

from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.constructs import restore_permissions
from infra.constructs.function import FunctionStack
from infra.constructs.operation import operation_function
from infra.context import StageContext


class Restores(FunctionStack):
    """The function that compares a restored copy with the database, and the parameter with the date of the last drill."""

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "restores", context)
        self.checker = operation_function(self, "check_restored")
        ssm.StringParameter(
            self,
            "Mark",
            parameter_name=restore_permissions.LAST_DRILL_PARAMETER,
            string_value="never",
            description="Date of the last restore drill; the value never starts another",
        )
