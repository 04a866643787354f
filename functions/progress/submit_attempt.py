"""Submit an attempt at one level of a challenge.

The design is graded at once and recorded with what followed: XP, achievements, unlocked challenges. A locked level is a
403 that names what is missing. Where grading takes longer, the answer is 202 with a task.
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
