"""Show what a challenge needs and whether the learner has it.

Lists the challenges that come first and which of them are completed. An administrator's grant unlocks without them.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.parameters import Reference
from progressive_flow.progress.levels import service
from progressive_flow.progress.levels.models import Prerequisites


@get("/v1/challenges/{slug}/prerequisites")
def handler(slug: Reference, principal: Principal, db: Db) -> Prerequisites:
    return service.show_prerequisites(db, principal, slug)
