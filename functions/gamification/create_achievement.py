"""Define a new achievement.

Learners who reach its criteria already receive it by the hourly job. The answer is 409 where the slug is taken.
"""

from progressive_flow.gamification.achievements import service
from progressive_flow.gamification.achievements.models import NewAchievement, SavedAchievement
from progressive_flow.kernel.http.endpoint import Db, post


@post("/v1/admin/achievements", location="/v1/admin/achievements/{slug}", permission="content.write", refusals=(409,))
def handler(achievement: NewAchievement, db: Db) -> SavedAchievement:
    return service.create_achievement(db, achievement)
