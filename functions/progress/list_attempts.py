"""List the learner's attempts at a level, newest first."""

from progressive_flow.http import Db, Learner, get
from progressive_flow.paging import Page
from progressive_flow.parameters import Cursor, LevelNumber, Limit, Slug
from progressive_flow.progress.attempts import service
from progressive_flow.progress.attempts.models import AttemptRow


@get("/v1/challenges/{slug}/levels/{level}/attempts")
def handler(
    slug: Slug, level: LevelNumber, learner: Learner, db: Db, cursor: Cursor | None = None, limit: Limit = 25
) -> Page[AttemptRow]:
    return service.list_attempts(db, learner, slug, level, cursor, limit)
