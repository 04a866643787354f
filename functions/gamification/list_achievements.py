"""List what there is to achieve.

Lists definitions without the caller's progress, retired ones left out; `GET /v1/me/achievements` has the progress.
"""

from progressive_flow.gamification.achievements import service
from progressive_flow.gamification.achievements.models import (
    AchievementCategoryFilter,
    AchievementDefinition,
    RarityFilter,
)
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/achievements")
def handler(
    db: Db,
    category: AchievementCategoryFilter | None = None,
    rarity: RarityFilter | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[AchievementDefinition]:
    return service.list_achievements(db, category, rarity, cursor, limit)
