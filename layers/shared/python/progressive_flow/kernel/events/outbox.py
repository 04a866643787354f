"""Drains the event log onto the bus.

A batch is locked, published and marked in one transaction. A publisher that dies before its commit has sent to the bus what the
next one sends again: at least once, and consumers know a repetition by the event's id.
"""

import time
from datetime import timedelta
from typing import Any
from uuid import UUID

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.events import bus, repository

BATCH = 500
MAX_TRIES = 10
SECONDS = 40.0  # of the minute until the next run
NIL = UUID(int=0)
RETENTION = timedelta(days=30)  # after publication, for questions about what a consumer should have received


def drain(seconds: float = SECONDS, batch: int = BATCH) -> dict[str, Any]:
    """Publish what waits, oldest first, each event tried once; return how much, and how much still waits."""
    deadline = time.monotonic() + seconds
    counts = {"published": 0, "refused": 0, "given_up": 0}
    after: UUID | None = NIL
    while after is not None and time.monotonic() < deadline:
        with transactions.begin(role="scheduler") as db:
            after, broken = _publish_batch(db, after, batch, counts)
        if broken:  # only now: what the bus has taken is marked
            raise broken
    with transactions.begin(role="scheduler") as db:
        backlog = repository.backlog(db)
    return {**counts, **backlog._asdict()}


def _publish_batch(
    db: Transaction, after: UUID, batch: int, counts: dict[str, int]
) -> tuple[UUID | None, Exception | None]:
    """Publish the events after one; return the last, None when there are no more, and what went wrong."""
    events = repository.claim(db, after, batch)
    outcome = bus.publish(events)
    repository.mark_published(db, outcome.published)
    given_up = repository.mark_refused(db, outcome.refused, MAX_TRIES) if outcome.refused else 0
    counts["published"] += len(outcome.published)
    counts["refused"] += len(outcome.refused)
    counts["given_up"] += given_up
    return (events[-1].id if len(events) == batch else None), outcome.broken


def purge(db: Transaction) -> int:
    """Delete the events that were published longer ago than their retention; return how many."""
    return repository.purge_published(db, db.at - RETENTION)
