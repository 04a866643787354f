"""Publish what the event log holds on the bus."""

from typing import Any

from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.kernel.declarations.models import Need
from progressive_flow.kernel.events import outbox


@scheduled("rate(1 minute)", needs=(Need.DATABASE_AS_SCHEDULER, Need.EVENTS), timeout=55)
def handler() -> dict[str, Any]:
    return outbox.drain()
