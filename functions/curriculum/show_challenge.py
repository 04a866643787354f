"""Show a challenge with its levels and prerequisites."""

from progressive_flow.curriculum.catalogue import service
from progressive_flow.curriculum.catalogue.models import ChallengeDetail
from progressive_flow.kernel.http.endpoint import Db, Learner, get
from progressive_flow.kernel.http.parameters import Slug


@get("/v1/challenges/{slug}")
def handler(slug: Slug, learner: Learner, db: Db) -> ChallengeDetail:
    return service.show_challenge(db, learner, slug)
