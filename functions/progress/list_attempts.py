"""List the learner's attempts at a level, newest first.

Shows score and outcome of each; read one by its id for its design and its test results.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, LevelNumber, Limit, Reference
from progressive_flow.progress.attempts import service
from progressive_flow.progress.attempts.models import AttemptRow


@get("/v1/challenges/{slug}/levels/{level}/attempts")
def handler(
    slug: Reference, level: LevelNumber, principal: Principal, db: Db, cursor: Cursor | None = None, limit: Limit = 25
) -> Page[AttemptRow]:
    return service.list_attempts(db, principal, slug, level, cursor, limit)
