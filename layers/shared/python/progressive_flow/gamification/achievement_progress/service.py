"""Rules on a learner's achievements."""

from progressive_flow.gamification.achievement_progress import repository
from progressive_flow.gamification.achievement_progress.models import MyAchievement
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.principal import Principal


def list_achievements(
    db: Transaction, principal: Principal, category: str | None, unlocked: bool | None
) -> Page[MyAchievement]:
    """Return every achievement with the learner's progress; there are few, so the page is always the last."""
    return Page[MyAchievement](items=repository.list_achievements(db, principal.id, category, unlocked))
