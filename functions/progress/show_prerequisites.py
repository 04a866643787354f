"""Show what a challenge needs and whether the learner has it."""

from progressive_flow.http import Db, Learner, get
from progressive_flow.parameters import Slug
from progressive_flow.progress import overview_service
from progressive_flow.progress.overview_models import Prerequisites


@get("/v1/challenges/{slug}/prerequisites")
def handler(slug: Slug, learner: Learner, db: Db) -> Prerequisites:
    return overview_service.show_prerequisites(db, learner, slug)
