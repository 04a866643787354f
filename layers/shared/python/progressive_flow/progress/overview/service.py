"""Rules on where a learner stands."""

from datetime import datetime
from uuid import UUID

from progressive_flow import paging
from progressive_flow.database import Transaction
from progressive_flow.errors import not_found
from progressive_flow.paging import Page
from progressive_flow.principal import Learner
from progressive_flow.progress.overview import repository
from progressive_flow.progress.overview.models import (
    Activity,
    ChallengeStanding,
    Enrollment,
    Prerequisites,
    TrackStanding,
)


def list_progress(
    db: Transaction, learner: Learner, status: str | None, track: str | None, cursor: str | None, limit: int
) -> Page[ChallengeStanding]:
    """Return the challenges open to the learner, or tried by them, in the tracks' order."""
    after = paging.decode(cursor, paging.small_int, paging.small_int) or [0, 0]
    rows = repository.list_challenges(db, learner.id, status, track, (after[0], after[1]), limit + 1)
    return paging.page(rows, limit, lambda row: [row.track_order, row.order_in_track])


def list_tracks(db: Transaction, learner: Learner) -> Page[TrackStanding]:
    """Return every track; there are few, so the page is always the last."""
    return Page[TrackStanding](items=repository.list_tracks(db, learner.id))


def enroll(db: Transaction, learner: Learner, slug: str) -> Enrollment:
    """Follow a track; repeating it changes nothing."""
    enrollment = repository.enroll(db, learner.id, slug)
    if enrollment is None:
        raise not_found(f"track {slug}")
    return enrollment


def leave(db: Transaction, learner: Learner, slug: str) -> None:
    """Follow a track no longer; progress stays. Repeating it changes nothing."""
    if not repository.leave(db, learner.id, slug)():
        raise not_found(f"track {slug}")


def list_activity(db: Transaction, learner: Learner, cursor: str | None, limit: int) -> Page[Activity]:
    """Return what the learner did, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_activity(db, learner.id, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.occurred_at.isoformat(), row.event_id])


def show_prerequisites(db: Transaction, learner: Learner, slug: str) -> Prerequisites:
    """Return what a challenge needs and whether the learner has it."""
    prerequisites = repository.find_prerequisites(db, learner.id, slug)
    if prerequisites is None:
        raise not_found(f"challenge {slug}")
    return prerequisites
