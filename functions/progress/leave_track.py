"""Follow a track no longer; progress stays."""

from progressive_flow.http import Db, Learner, delete
from progressive_flow.parameters import Slug
from progressive_flow.progress.overview import service


@delete("/v1/tracks/{slug}/enrollment")
def handler(slug: Slug, learner: Learner, db: Db) -> None:
    service.leave(db, learner, slug)
