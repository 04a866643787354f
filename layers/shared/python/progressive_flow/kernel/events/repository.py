"""Statements on the event log."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.events.bus import Event, Refusal

# Members of a payload that erasure could not find, as no row names whom they are about.
OF_A_PERSON = ["email", "display_name"]


class Backlog(NamedTuple):
    """What waits to be published, for how long the oldest has, and what was given up."""

    waiting: int
    oldest_seconds: int
    failed: int


def claim(db: Transaction, after: UUID, limit: int) -> list[Event]:
    """Lock the next unpublished events, past those that another publisher holds."""
    return db.fetch_all(
        Event,
        "select o.id, o.topic, o.user_id, o.organization_id, o.payload, o.created_at from platform.outbox as o"
        " where o.published_at is null and o.failed_at is null and o.id > %s order by o.id limit %s for update skip locked",
        [after, limit],
    )


def mark_published(db: Transaction, ids: Sequence[UUID]) -> None:
    """Remember that the bus has taken events; of what they say of somebody who is no learner yet nothing is kept."""
    db.execute(
        "update platform.outbox set published_at = %s, last_error = null, payload = payload - %s::text[] where id = any(%s)",
        [db.at, OF_A_PERSON, list(ids)],
    )


def mark_refused(db: Transaction, refusals: Sequence[Refusal], most_tries: int) -> int:
    """Count a failed try of events; give up those tried so often, or for which trying is no use. Return how many."""
    return db.fetch_value(
        int,
        "with tried as ("
        " update platform.outbox as o set attempts = o.attempts + 1, last_error = left(r.reason, 500),"
        " failed_at = case when r.final or o.attempts + 1 >= %(most)s then %(at)s::timestamptz end"
        " from unnest(%(ids)s::uuid[], %(reasons)s::text[], %(final)s::boolean[]) as r (id, reason, final)"
        " where o.id = r.id returning o.failed_at"
        ") select count(tried.failed_at) from tried",
        {
            "most": most_tries,
            "at": db.at,
            "ids": [refusal.id for refusal in refusals],
            "reasons": [refusal.reason for refusal in refusals],
            "final": [refusal.final for refusal in refusals],
        },
    )


def backlog(db: Transaction) -> Backlog:
    """Return what is left."""
    return db.fetch_one(
        Backlog,
        "select count(*) filter (where o.failed_at is null) as waiting,"
        " coalesce(extract(epoch from %s - min(o.created_at) filter (where o.failed_at is null)), 0)::integer as oldest_seconds,"
        " count(o.failed_at) as failed from platform.outbox as o where o.published_at is null",
        [db.at],
    )


def purge_published(db: Transaction, before: datetime) -> int:
    """Delete events published before an instant; return how many."""
    return db.fetch_value(
        int,
        "with purged as (delete from platform.outbox where published_at < %s returning 1) select count(*) from purged",
        [before],
    )
