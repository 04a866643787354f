"""Rules on where a learner stands."""

from progressive_flow.curriculum import positions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.principal import Principal
from progressive_flow.progress.levels import repository
from progressive_flow.progress.levels.models import ChallengeProgress, Prerequisites


def list_progress(
    db: Transaction, principal: Principal, status: str | None, track: str | None, cursor: str | None, limit: int
) -> Page[ChallengeProgress]:
    """Return the challenges open to the learner, or tried by them, in the tracks' order."""
    rows = repository.list_challenges(db, principal.id, status, track, positions.decode(cursor), limit + 1)
    return paging.page(rows, limit, lambda row: [row.organization, row.track_order, row.order_in_track])


def show_prerequisites(db: Transaction, principal: Principal, slug: str) -> Prerequisites:
    """Return what a challenge needs and whether the learner has it."""
    prerequisites = repository.find_prerequisites(db, principal.id, slug)
    if prerequisites is None:
        raise not_found(f"challenge {slug}")
    return prerequisites
