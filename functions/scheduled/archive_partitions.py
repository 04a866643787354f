"""Move months of the ledgers that ended more than a year ago to the archive.

Metrics: `postponed` and others. When it fails, the months stay in the database; the archive has a runbook of its own.
"""

from typing import Any

from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.operations.archive import service as archive


@scheduled(
    "cron(20 4 2 * ? *)", capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.ARCHIVE), memory=1024, timeout=900
)
def handler() -> dict[str, Any]:
    return archive.archive_due()
