"""Define a new achievement."""

from progressive_flow.gamification.definitions import service
from progressive_flow.gamification.definitions.models import NewAchievement, SavedAchievement
from progressive_flow.http import Access, Db, post


@post("/v1/admin/achievements", access=Access.PLATFORM_ADMIN, refusals=(409,))
def handler(achievement: NewAchievement, db: Db) -> SavedAchievement:
    return service.create_achievement(db, achievement)
