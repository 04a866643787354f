"""Write an organization's drafts as a zip of content files."""

from typing import Any

from progressive_flow.curriculum.exports import service, working
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.tasks import Completion, Payload, Report, task


@task(
    service.KIND,
    internal=True,
    capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.CONTENT_EXPORTS),
    timeout=300,
    memory=1769,
)
def handler(payload: Payload, report: Report) -> dict[str, Any] | Completion:
    return working.work(payload, report)
