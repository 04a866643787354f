"""Suggest the one change that would help a failed attempt most, for the price that the level shows.

Null, which costs nothing, where no single change helps. What was found is stored: asking again shows the same
and is not charged. An attempt that passed, one at the daily challenge, or one of an older grader is a 409.
"""

from progressive_flow.kernel.declarations.models import ATTEMPTS
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.learning.suggestions import service
from progressive_flow.learning.suggestions.models import Suggestion
from progressive_flow.progress.attempts.models import AttemptId


@post("/v1/attempts/{attempt_id}/suggestions", limit=ATTEMPTS, refusals=(409,), memory=1024)
def handler(attempt_id: AttemptId, db: Db) -> Suggestion:
    return service.suggest_change(db, attempt_id)
