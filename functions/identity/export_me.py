"""Bundle everything that is held of the caller, for download."""

from progressive_flow.http import Db, Learner, Need, post
from progressive_flow.identity import exporting
from progressive_flow.identity.accounts_models import Export
from progressive_flow.routing import EXPORTS


@post("/v1/me/exports", needs=(Need.DATABASE, Need.EXPORTS), limit=EXPORTS, memory=1024, timeout=28)
def handler(learner: Learner, db: Db) -> Export:
    return exporting.export_me(db, learner)
