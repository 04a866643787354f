"""Dispatch tasks that no worker has: retries that are due, lost ones, and those whose dispatch did not arrive.

Metrics: `requeued`, `failed`, `undelivered`, `oldest_waiting_seconds`. When it fails, lost tasks wait for the next run.
"""

from typing import Any

from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.tasks import service


@scheduled("rate(1 minute)", capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.TASKS), timeout=55)
def handler() -> dict[str, Any]:
    return service.requeue_tasks()
