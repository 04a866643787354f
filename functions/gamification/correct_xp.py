"""Give a learner XP or take some, by a ledger row with a reason, once for each reference."""

from progressive_flow.gamification.ledger import service
from progressive_flow.gamification.ledger.models import NewXpCorrection, XpCorrection
from progressive_flow.kernel.http.endpoint import Db, post


@post("/v1/admin/xp-corrections", permission="grades.override", refusals=(409,))
def handler(correction: NewXpCorrection, db: Db) -> XpCorrection:
    return service.correct_xp(db, correction)
