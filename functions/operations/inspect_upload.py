"""Inspect a file that was uploaded, and report what it is."""

from typing import Any

from progressive_flow.content.inspection import service
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.operations import operation


@operation(capabilities=(Capability.UPLOAD_INSPECTION,), memory=2048, timeout=120)
def handler(event: dict[str, Any]) -> dict[str, Any]:
    return service.inspect(event)
