"""List the learner's learning sessions, newest first.

Contains what was worked on, for how many minutes, and the XP earned meanwhile.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit
from progressive_flow.learning.sessions import service
from progressive_flow.learning.sessions.models import Session


@get("/v1/learning-sessions")
def handler(principal: Principal, db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Page[Session]:
    return service.list_sessions(db, principal, cursor, limit)
