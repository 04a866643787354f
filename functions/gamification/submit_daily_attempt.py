"""Submit an attempt at the daily challenge."""

from progressive_flow.grading.kinds import Submission
from progressive_flow.kernel.declarations.models import ATTEMPTS
from progressive_flow.kernel.http.endpoint import Db, Principal, post
from progressive_flow.learning.submissions import daily as service
from progressive_flow.learning.submissions.models import GradedAttempt


@post("/v1/daily-challenge/attempts", limit=ATTEMPTS, location="/v1/attempts/{id}", refusals=(404,), memory=1024)
def handler(submission: Submission, principal: Principal, db: Db) -> GradedAttempt:
    del principal  # whose attempt it is, the database learns from the transaction
    return service.submit(db, submission)
