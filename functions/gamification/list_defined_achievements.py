"""List the achievements that there are, retired ones too, by slug.

Lists definitions with their criteria, as a replacement sends them.
"""

from progressive_flow.gamification.achievements import service
from progressive_flow.gamification.achievements.models import SavedAchievement
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/admin/achievements", permission="content.read")
def handler(db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Page[SavedAchievement]:
    return service.list_saved(db, cursor, limit)
