"""Give a learner XP or take some, by a ledger row with a reason, once for each reference.

The same reference for the same learner pays once, whatever is repeated. The total never goes below 0: a correction that
would is a 409.
"""

from progressive_flow.gamification.ledger import service
from progressive_flow.gamification.ledger.models import NewXpCorrection, XpCorrection
from progressive_flow.kernel.http.endpoint import Db, post


@post("/v1/admin/xp-corrections", permission="grades.override", refusals=(409,))
def handler(correction: NewXpCorrection, db: Db) -> XpCorrection:
    return service.correct_xp(db, correction)
