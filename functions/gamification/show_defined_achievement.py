"""Show an achievement as it is defined, retired or not.

Its ETag is the If-Match of a replacement.
"""

from progressive_flow.gamification.achievements import service
from progressive_flow.gamification.achievements.models import SavedAchievement
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.parameters import Slug


@get("/v1/admin/achievements/{slug}", permission="content.read")
def handler(slug: Slug, db: Db) -> SavedAchievement:
    return service.show_saved(db, slug)
