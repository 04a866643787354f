"""Give a learning session a sign of life, or end it.

Send it every few minutes while the learner works: a gap between signs of life counts 30 minutes at most. A session that
has ended is a 409.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, patch
from progressive_flow.learning.sessions import service
from progressive_flow.learning.sessions.models import Session, SessionChanges, SessionId


@patch("/v1/learning-sessions/{session_id}", current=service.show_session, refusals=(409,))
def handler(session_id: SessionId, changes: SessionChanges, principal: Principal, db: Db) -> Session:
    return service.change_session(db, principal, session_id, changes)
