"""Restore the newest snapshot on a server of its own, have it checked, and take it away: a step a run, on Sundays.

Metrics: `restored`, `checked`, `failed`, `deleted`. When it fails, no snapshot is verified; the restore drill has a
runbook of its own.
"""

from typing import Any

from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.operations.restore_drills import service


@scheduled("cron(0/15 3-9 ? * SUN *)", capabilities=(Capability.RESTORES,), memory=256, timeout=300)
def handler() -> dict[str, Any]:
    return service.run_step()
