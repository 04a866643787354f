"""Follow a track no longer; progress stays."""

from progressive_flow.kernel.http.endpoint import Db, Learner, delete
from progressive_flow.kernel.http.parameters import Slug
from progressive_flow.progress.enrollments import service


@delete("/v1/tracks/{slug}/enrollment")
def handler(slug: Slug, learner: Learner, db: Db) -> None:
    service.leave(db, learner, slug)
