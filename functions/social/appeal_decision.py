"""Appeal against the decision on one's own work.

Another moderator decides then, for good. The author appeals once, within 14 days of the decision; what was to be deleted is
kept meanwhile, and not delivered. The answer is 409 `not-decided`, `nothing-to-appeal`, `appealed-before` or `appeal-late`
where there is no appeal.
"""

from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.social.moderation import service
from progressive_flow.social.moderation.models import CaseId, NewAppeal, OwnCase


@post("/v1/moderation-cases/{case_id}/appeal", location="/v1/moderation-cases/{id}", refusals=(409,))
def handler(case_id: CaseId, new: NewAppeal, db: Db) -> OwnCase:
    return service.appeal(db, case_id, new)
