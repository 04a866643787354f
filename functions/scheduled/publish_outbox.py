"""Publish what the event log holds on the bus."""

from typing import Any

from progressive_flow.platform import outbox
from progressive_flow.routing import Need
from progressive_flow.schedule import scheduled


@scheduled("rate(1 minute)", needs=(Need.DATABASE_AS_SCHEDULER, Need.EVENTS), timeout=55)
def handler() -> dict[str, Any]:
    return outbox.drain()
