"""Check a revision of a draft: evaluate its designs or have its code judged, and try solutions of the live version."""

from typing import Any

from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.tasks import Children, Completion, Payload, Report, task
from progressive_flow.learning.publishing import checking, service


@task(
    service.CHECK,
    internal=True,
    capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.TASKS),
    timeout=300,
    memory=1769,
)
def handler(payload: Payload, report: Report) -> dict[str, Any] | Children | Completion:
    return checking.check(payload, report)
