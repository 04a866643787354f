"""Show what a challenge needs and whether the learner has it."""

from progressive_flow.http import Db, Learner, get
from progressive_flow.parameters import Slug
from progressive_flow.progress.overview import service
from progressive_flow.progress.overview.models import Prerequisites


@get("/v1/challenges/{slug}/prerequisites")
def handler(slug: Slug, learner: Learner, db: Db) -> Prerequisites:
    return service.show_prerequisites(db, learner, slug)
