"""Submit an attempt at the daily challenge.

Graded as an attempt at the level, with the day's load. It is recorded as an attempt at the level too, so a pass passes
both; the first pass on the day pays the bonus. One that fails takes a try of the level.
"""

from progressive_flow.grading.kinds import Submission
from progressive_flow.kernel.declarations.models import ATTEMPTS, Capability
from progressive_flow.kernel.http.endpoint import Db, Principal, post
from progressive_flow.kernel.http.responses import Accepted
from progressive_flow.kernel.tasks.models import Task
from progressive_flow.learning.submissions import daily as service
from progressive_flow.learning.submissions.models import GradedAttempt


@post(
    "/v1/daily-challenge/attempts",
    capabilities=(Capability.DATABASE, Capability.TASKS),
    limit=ATTEMPTS,
    location="/v1/attempts/{id}",
    refusals=(404, 409),
    accepts=True,
    memory=1024,
)
def handler(submission: Submission, principal: Principal, db: Db) -> GradedAttempt | Accepted[Task]:
    return service.submit(db, principal, submission)
