"""Show a skill as it is defined, retired or not.

Its ETag is the If-Match of a replacement.
"""

from progressive_flow.gamification.skills import service
from progressive_flow.gamification.skills.models import SavedSkill
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.parameters import Slug


@get("/v1/admin/skills/{slug}", permission="content.read")
def handler(slug: Slug, db: Db) -> SavedSkill:
    return service.show_saved(db, slug)
