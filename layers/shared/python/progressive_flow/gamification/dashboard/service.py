"""Rules on a learner's totals and on the stored dashboards."""

from progressive_flow.gamification.dashboard import repository
from progressive_flow.gamification.dashboard.models import Stats
from progressive_flow.kernel.database.slices import in_slices
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.principal import Principal

# Learners in one slice of the rebuild.
SLICE = 200


def show_stats(db: Transaction, principal: Principal) -> Stats:
    """Return the learner's totals."""
    return repository.find_stats(db, principal.id)


def refresh_dashboards(seconds: float) -> dict[str, int]:
    """Rebuild the stored dashboards; goes on next time where it stopped."""
    return in_slices(lambda db: repository.refresh_dashboards(db, SLICE), seconds)
