"""Scheduled work that spans domains."""

from progressive_flow.kernel.database.slices import in_slices
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.jobs import repository
from progressive_flow.learning.jobs.reconciliation import SLICE


def sweep_achievements(seconds: float) -> dict[str, int]:
    """Award what attempts did not; the next run continues where this one stopped."""
    return in_slices(lambda db: repository.sweep_achievements(db, SLICE), seconds)


def remind_streaks(db: Transaction) -> dict[str, int]:
    """Remind learners whose streak this day would end, in their evening."""
    return {"reminded": repository.remind_streaks(db)}
