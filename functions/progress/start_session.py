"""Begin a learning session.

One that was open ends at its last sign of life. Time is measured by the server, from its signs of life. A challenge must be
open to the learner, or the day's.
"""

from progressive_flow.kernel.declarations.models import SESSIONS
from progressive_flow.kernel.http.endpoint import Db, Principal, post
from progressive_flow.learning.sessions import service
from progressive_flow.learning.sessions.models import NewSession, Session


@post("/v1/learning-sessions", limit=SESSIONS, refusals=(403,), location="/v1/learning-sessions/{id}")
def handler(new: NewSession, principal: Principal, db: Db) -> Session:
    return service.start_session(db, principal, new)
