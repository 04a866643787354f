"""Rules on streaks."""

from progressive_flow.gamification.streaks import explanation, repository
from progressive_flow.gamification.streaks.models import Streak
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.principal import Learner


def show_streak(db: Transaction, learner: Learner, days: int) -> Streak:
    """Return the learner's streak with the calendar of the last days."""
    state = repository.streak_state(db, learner.id)
    calendar = repository.list_days(db, learner.id, days)
    return explanation.describe(state(), calendar, days)


def remind_streaks() -> dict[str, int]:
    """Remind learners whose streak this day would end, in their evening."""
    with transactions.begin(role="scheduler") as db:
        return {"reminded": repository.remind_streaks(db)}
