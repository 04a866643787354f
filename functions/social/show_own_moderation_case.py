"""Show a moderation case that the caller reported, or that is about their work.

Who reported sees what became of it. The author sees the decision with its reason, and until when they can appeal.
"""

from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.social.moderation import service
from progressive_flow.social.moderation.models import CaseId, OwnCase


@get("/v1/moderation-cases/{case_id}")
def handler(case_id: CaseId, db: Db) -> OwnCase:
    return service.show_own_case(db, case_id)
