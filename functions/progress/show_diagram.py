"""Draw the design of one of the learner's attempts, coloured by how busy each component was.

Answers with an SVG that contains no script and fetches nothing. Another learner's attempt is a 404.
"""

from progressive_flow.kernel.declarations.models import INERT
from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.progress.attempts.models import AttemptId
from progressive_flow.progress.diagrams import service


@get("/v1/attempts/{attempt_id}/diagram", produces="image/svg+xml", headers=INERT)
def handler(attempt_id: AttemptId, principal: Principal, db: Db) -> str:
    return service.draw_attempt(db, principal, attempt_id)
