"""Recompute a learner's stats and all-time scores from the ledger and their progress.

Repairs totals that differ from what they follow from, and answers with the figures before and after. Repeating it
changes nothing.
"""

from progressive_flow.gamification.ledger import service
from progressive_flow.gamification.ledger.models import Recomputation
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.kernel.http.parameters import LearnerId


@post("/v1/admin/users/{user_id}/recomputations", permission="grades.override")
def handler(user_id: LearnerId, db: Db) -> Recomputation:
    return service.recompute_user(db, user_id)
