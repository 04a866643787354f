"""Open published content for the members of an organization, and award what it makes them reach."""

from typing import Any

from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.tasks import Payload, Report, task
from progressive_flow.learning.jobs import reconciliation


@task(
    reconciliation.KIND, internal=True, capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.TASKS), timeout=300
)
def handler(payload: Payload, report: Report) -> dict[str, Any]:
    return reconciliation.reconcile(payload, report, seconds=240)
