"""Replace the definition of an achievement.

Learners who have it keep it, even where they do not meet the new criteria. `is_active: false` retires it.
"""

from progressive_flow.gamification.achievements import service
from progressive_flow.gamification.achievements.models import AchievementChanges, SavedAchievement
from progressive_flow.kernel.http.endpoint import Db, put
from progressive_flow.kernel.http.parameters import Slug


@put("/v1/admin/achievements/{slug}", current=service.show_saved, permission="content.write")
def handler(slug: Slug, achievement: AchievementChanges, db: Db) -> SavedAchievement:
    return service.replace_achievement(db, slug, achievement)
