"""Follow a track."""

from progressive_flow.http import Db, Learner, put
from progressive_flow.parameters import Slug
from progressive_flow.progress.overview import service
from progressive_flow.progress.overview.models import Enrollment


@put("/v1/tracks/{slug}/enrollment")
def handler(slug: Slug, learner: Learner, db: Db) -> Enrollment:
    return service.enroll(db, learner, slug)
