"""List all achievements with the learner's progress.

Lists unlocked and locked ones; `progress` of a locked one is below 100.
"""

from progressive_flow.gamification.achievement_progress import service
from progressive_flow.gamification.achievement_progress.models import CategoryFilter, MyAchievement, UnlockedFilter
from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page


@get("/v1/me/achievements")
def handler(
    principal: Principal, db: Db, category: CategoryFilter | None = None, unlocked: UnlockedFilter | None = None
) -> Page[MyAchievement]:
    return service.list_achievements(db, principal, category, unlocked)
