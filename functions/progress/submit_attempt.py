"""Submit an attempt at one level of a challenge."""

from progressive_flow.grading.kinds import Submission
from progressive_flow.kernel.declarations.models import ATTEMPTS
from progressive_flow.kernel.http.endpoint import Db, Principal, post
from progressive_flow.kernel.http.parameters import LevelNumber, Reference
from progressive_flow.learning.submissions import service
from progressive_flow.learning.submissions.models import GradedAttempt


@post(
    "/v1/challenges/{slug}/levels/{level}/attempts",
    limit=ATTEMPTS,
    location="/v1/attempts/{id}",
    refusals=(403,),
    memory=1024,
)
def handler(slug: Reference, level: LevelNumber, submission: Submission, principal: Principal, db: Db) -> GradedAttempt:
    return service.submit_attempt(db, principal, slug, level, submission)
