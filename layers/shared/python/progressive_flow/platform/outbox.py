"""Drains the event log onto the bus.

A batch is locked, published and marked in one transaction. A publisher that dies before its commit has told the bus what the
next one tells it again: at least once, and consumers know a repetition by the event's id.
"""

import time
from typing import Any
from uuid import UUID

from progressive_flow import database
from progressive_flow.database import Transaction
from progressive_flow.platform import bus, outbox_repository

BATCH = 500
MOST_TRIES = 10
SECONDS = 40.0  # of the minute until the next run
NIL = UUID(int=0)


def drain(seconds: float = SECONDS, batch: int = BATCH) -> dict[str, Any]:
    """Publish what waits, oldest first, each event tried once; return how much, and how much still waits."""
    deadline = time.monotonic() + seconds
    counts = {"published": 0, "refused": 0, "given_up": 0}
    after: UUID | None = NIL
    while after is not None and time.monotonic() < deadline:
        with database.transaction(role="scheduler") as db:
            after, broken = _publish_batch(db, after, batch, counts)
        if broken:  # only now: what the bus has taken is marked
            raise broken
    with database.transaction(role="scheduler") as db:
        backlog = outbox_repository.backlog(db)
    return {**counts, **backlog._asdict()}


def _publish_batch(
    db: Transaction, after: UUID, batch: int, counts: dict[str, int]
) -> tuple[UUID | None, Exception | None]:
    """Publish the events after one; return the last, None when there are no more, and what went wrong."""
    events = outbox_repository.claim(db, after, batch)
    outcome = bus.publish(events)
    outbox_repository.mark_published(db, outcome.published)
    given_up = outbox_repository.mark_refused(db, outcome.refused, MOST_TRIES) if outcome.refused else 0
    counts["published"] += len(outcome.published)
    counts["refused"] += len(outcome.refused)
    counts["given_up"] += given_up
    return (events[-1].id if len(events) == batch else None), outcome.broken
