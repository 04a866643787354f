"""Compare a restored copy of the database with the database; invoked by the restore drill, or by hand."""

from datetime import datetime
from typing import Any

from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.operations import operation
from progressive_flow.operations.restore_verification import service


@operation(capabilities=(Capability.RESTORED_COPY,), timeout=240)
def handler(event: dict[str, Any]) -> dict[str, Any]:
    taken_at = datetime.fromisoformat(event["taken_at"]) if event.get("taken_at") else None
    return service.check_restored(str(event["host"]), taken_at)
