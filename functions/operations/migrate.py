"""Bring the database to this bundle's schema; run by a deploy before functions switch."""

from typing import Any

from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.operations import operation
from progressive_flow.operations.migrations import service


@operation(capabilities=(Capability.DATABASE_AS_MIGRATOR,), memory=1024, timeout=840)
def handler(event: dict[str, Any]) -> dict[str, Any]:
    return service.run_migrations()
