"""Show the design that the learner saved for a level.

The answer is 404 while none is saved. Its ETag is the If-Match of the next change.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.parameters import LevelNumber, Reference
from progressive_flow.progress.saved_designs import service
from progressive_flow.progress.saved_designs.models import SavedDesign


@get("/v1/challenges/{slug}/levels/{level}/design")
def handler(slug: Reference, level: LevelNumber, principal: Principal, db: Db) -> SavedDesign:
    return service.show_design(db, principal, slug, level)
