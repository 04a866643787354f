"""Show the caller's own account."""

from progressive_flow.http import Db, Learner, get
from progressive_flow.identity import service
from progressive_flow.identity.models import Me


@get("/v1/me")
def handler(learner: Learner, db: Db) -> Me:
    return service.show_me(db, learner)
