"""Begin a learning session."""

from progressive_flow.http import Db, Learner, post
from progressive_flow.progress import sessions_service
from progressive_flow.progress.sessions_models import NewSession, Session


@post("/v1/learning-sessions")
def handler(new: NewSession, learner: Learner, db: Db) -> Session:
    return sessions_service.start_session(db, learner, new)
