"""Submit an attempt at one level of a challenge.

The design is graded at once and recorded with what followed: XP, achievements, unlocked challenges. A locked level is a
403 that names what is missing. An attempt that fails takes a try of the level, as a trial does: `tries_left` says the rest.
Without one left it is 429 `no-tries-left`, and nothing is recorded; a pass takes none, and level 1 is free. Where grading
takes longer, the answer is 202 with a task.
"""

from progressive_flow.grading.kinds import Submission
from progressive_flow.kernel.declarations.models import ATTEMPTS, Capability
from progressive_flow.kernel.http.endpoint import Db, Principal, post
from progressive_flow.kernel.http.parameters import LevelNumber, Reference
from progressive_flow.kernel.http.responses import Accepted
from progressive_flow.kernel.tasks.models import Task
from progressive_flow.learning.submissions import service
from progressive_flow.learning.submissions.models import GradedAttempt


@post(
    "/v1/challenges/{slug}/levels/{level}/attempts",
    capabilities=(Capability.DATABASE, Capability.TASKS),
    limit=ATTEMPTS,
    location="/v1/attempts/{id}",
    refusals=(403, 409),
    accepts=True,
    memory=1024,
)
def handler(
    slug: Reference, level: LevelNumber, submission: Submission, principal: Principal, db: Db
) -> GradedAttempt | Accepted[Task]:
    return service.submit_attempt(db, principal, slug, level, submission)
