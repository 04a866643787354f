"""List the skills, retired ones too, by slug.

Lists definitions with their prerequisites, as a replacement sends them.
"""

from progressive_flow.gamification.skills import service
from progressive_flow.gamification.skills.models import SavedSkill
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/admin/skills", permission="content.read")
def handler(db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Page[SavedSkill]:
    return service.list_saved(db, cursor, limit)
