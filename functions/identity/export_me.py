"""Bundle everything that is held of the caller, for download."""

from progressive_flow.identity.exports import service as exporting
from progressive_flow.identity.exports.models import Export
from progressive_flow.kernel.declarations.models import EXPORTS
from progressive_flow.kernel.http.endpoint import Db, Learner, Need, post


@post("/v1/me/exports", needs=(Need.DATABASE, Need.EXPORTS), limit=EXPORTS, memory=1024, timeout=28)
def handler(learner: Learner, db: Db) -> Export:
    return exporting.export_me(db, learner)
