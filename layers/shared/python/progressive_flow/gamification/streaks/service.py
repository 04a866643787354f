"""Rules on streaks."""

from progressive_flow.gamification.streaks import explanation, repository
from progressive_flow.gamification.streaks.models import Streak
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.principal import Principal


def show_streak(db: Transaction, principal: Principal, days: int) -> Streak:
    """Return the learner's streak with the calendar of the last days."""
    state = repository.streak_state(db, principal.id)
    calendar = repository.list_days(db, principal.id, days)
    return explanation.describe(state.result(), calendar, days)
