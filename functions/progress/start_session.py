"""Begin a learning session."""

from progressive_flow.kernel.http.endpoint import Db, Learner, post
from progressive_flow.progress.sessions import service
from progressive_flow.progress.sessions.models import NewSession, Session


@post("/v1/learning-sessions")
def handler(new: NewSession, learner: Learner, db: Db) -> Session:
    return service.start_session(db, learner, new)
