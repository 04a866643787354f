"""Plan or apply an import: read its zip, and compare it with the organization's drafts."""

from typing import Any

from progressive_flow.curriculum.imports import service, working
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.tasks import Completion, Payload, Report, task


@task(
    service.KIND,
    internal=True,
    capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.UPLOAD_READS),
    timeout=300,
    memory=1769,
)
def handler(payload: Payload, report: Report) -> dict[str, Any] | Completion:
    return working.work(payload, report)
