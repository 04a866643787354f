"""Make roles and an empty database with the master password, for sign-in by IAM; run by a deploy before the migrations."""

from typing import Any

from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.operations import operation
from progressive_flow.operations.database_setup import rds


@operation(capabilities=(Capability.MASTER_SECRET,), timeout=120)
def handler(event: dict[str, Any]) -> dict[str, Any]:
    return rds.prepare()
