"""Find learners by address, username or display name.

Lists them by username; without `search`, all of them. Those who were erased have neither address nor display name.
"""

from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit
from progressive_flow.learning.learners import service
from progressive_flow.learning.learners.models import LearnerRow, LearnerSearch


@get("/v1/admin/learners", permission="members.read")
def handler(
    db: Db, search: LearnerSearch | None = None, cursor: Cursor | None = None, limit: Limit = 25
) -> Page[LearnerRow]:
    return service.list_learners(db, search, cursor, limit)
