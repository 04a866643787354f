"""Load tracks and challenges from the content files; run by a deploy after the migrations."""

from typing import Any

from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.operations import operation
from progressive_flow.operations.reference_data import service


@operation(capabilities=(Capability.DATABASE_AS_MIGRATOR,), memory=1024, timeout=840)
def handler(event: dict[str, Any]) -> dict[str, Any]:
    return service.load_reference_data()
