"""Delete uploads that were deleted, never arrived, or were rejected a month ago, and those that nothing refers to.

Metrics: `retired`, `deleted`. When it fails, files stay in the bucket, which costs storage and nothing else.
"""

from typing import Any

from progressive_flow.content.uploads import keeping
from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.kernel.declarations.models import Capability


@scheduled(
    "cron(50 3 * * ? *)", capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.UPLOAD_KEEPING), timeout=900
)
def handler() -> dict[str, Any]:
    return keeping.collect()
