"""Rules on enrollments in tracks."""

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.principal import Principal
from progressive_flow.progress.enrollments import repository
from progressive_flow.progress.enrollments.models import Enrollment, TrackProgress


def list_tracks(db: Transaction, principal: Principal) -> Page[TrackProgress]:
    """Return every track; there are few, so the page is always the last."""
    return Page[TrackProgress](items=repository.list_tracks(db, principal.id))


def enroll(db: Transaction, principal: Principal, slug: str) -> Enrollment:
    """Follow a track; repeating it changes nothing."""
    enrollment = repository.enroll(db, principal.id, slug)
    if enrollment is None:
        raise not_found(f"track {slug}")
    return enrollment


def leave(db: Transaction, principal: Principal, slug: str) -> None:
    """Follow a track no longer; progress stays. Repeating it changes nothing."""
    if not repository.leave(db, principal.id, slug).result():
        raise not_found(f"track {slug}")
