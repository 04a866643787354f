"""List all achievements with the learner's progress."""

from progressive_flow.gamification.overview import service
from progressive_flow.gamification.overview.models import CategoryFilter, MyAchievement, UnlockedFilter
from progressive_flow.http import Db, Learner, get
from progressive_flow.paging import Page


@get("/v1/me/achievements")
def handler(
    learner: Learner, db: Db, category: CategoryFilter | None = None, unlocked: UnlockedFilter | None = None
) -> Page[MyAchievement]:
    return service.list_achievements(db, learner, category, unlocked)
