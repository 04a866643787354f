"""Reads the dashboard."""

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.principal import Principal
from progressive_flow.learning.dashboard import repository
from progressive_flow.learning.dashboard.models import Dashboard


def show_dashboard(db: Transaction, principal: Principal) -> Dashboard:
    """Return what the learner sees first, in one read."""
    return repository.find_dashboard(db, principal.id)
