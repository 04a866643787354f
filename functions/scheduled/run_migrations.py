"""Apply pending migrations and report what was changed by hand since.

Metrics: what it applied. When it fails, read its error; a deployment has migrated before.
"""

from typing import Any

from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.operations.migrations import service


@scheduled("cron(0 3 * * ? *)", capabilities=(Capability.DATABASE_AS_MIGRATOR,), timeout=900)
def handler() -> dict[str, Any]:
    return service.run_migrations()
