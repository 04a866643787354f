"""Show one of the learner's learning sessions.

Another learner's is a 404.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.learning.sessions import service
from progressive_flow.learning.sessions.models import Session, SessionId


@get("/v1/learning-sessions/{session_id}")
def handler(session_id: SessionId, principal: Principal, db: Db) -> Session:
    return service.show_session(db, principal, session_id)
