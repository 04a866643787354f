"""Deletes keys, limits and published events that are past their retention."""

from typing import Any

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.events import outbox
from progressive_flow.kernel.http import idempotency, rate_limit


def purge(db: Transaction) -> dict[str, Any]:
    """Delete what is past its retention; return how many rows of each kind."""
    return {
        "idempotency_keys": idempotency.purge(db),
        "rate_limits": rate_limit.purge(db),
        "events": outbox.purge(db),
    }
