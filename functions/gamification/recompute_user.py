"""Recompute a learner's stats and all-time scores from the ledger and their progress."""

from progressive_flow.gamification.ledger import service
from progressive_flow.gamification.ledger.models import Recomputation
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.kernel.http.parameters import LearnerId


@post("/v1/admin/users/{user_id}/recomputations", permission="grades.override")
def handler(user_id: LearnerId, db: Db) -> Recomputation:
    return service.recompute_user(db, user_id)
