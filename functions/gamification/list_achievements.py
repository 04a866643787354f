"""List what there is to achieve."""

from progressive_flow.gamification.definitions import service
from progressive_flow.gamification.definitions.models import (
    AchievementCategoryFilter,
    AchievementDefinition,
    RarityFilter,
)
from progressive_flow.http import Db, get
from progressive_flow.paging import Page
from progressive_flow.parameters import Cursor, Limit


@get("/v1/achievements")
def handler(
    db: Db,
    category: AchievementCategoryFilter | None = None,
    rarity: RarityFilter | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[AchievementDefinition]:
    return service.list_achievements(db, category, rarity, cursor, limit)
