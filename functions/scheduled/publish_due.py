"""Publish what is scheduled and due, and end checks that no worker does any more.

Metrics: `live`, `failed`, `waiting`, `cancelled`, `lost_checks`. When it fails, scheduled publications wait for the next run.
"""

from typing import Any

from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.learning.publishing import service


@scheduled("rate(1 minute)", capabilities=(Capability.DATABASE_AS_SCHEDULER,), timeout=55)
def handler() -> dict[str, Any]:
    return service.publish_due()
