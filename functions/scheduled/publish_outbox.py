"""Publish what the event log holds on the bus.

Metrics: `published`, `waiting`, `oldest_seconds`, `failed`. When it fails, events wait; see the runbook of events
that wait or were given up.
"""

from typing import Any

from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.events import outbox


@scheduled("rate(1 minute)", capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.OUTBOX), timeout=55)
def handler() -> dict[str, Any]:
    return outbox.drain()
