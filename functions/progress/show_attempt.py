"""Show one of the learner's attempts with the design and the verdict.

Another learner's is a 404. It shows of each test what its visibility allows.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.progress.attempts import service
from progressive_flow.progress.attempts.models import AttemptDetail, AttemptId


@get("/v1/attempts/{attempt_id}")
def handler(attempt_id: AttemptId, principal: Principal, db: Db) -> AttemptDetail:
    return service.show_attempt(db, principal, attempt_id)
