"""Show a challenge with its levels and prerequisites.

Contains the statement and the published levels. Read a level by its number for its requirements and tests.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.parameters import Reference
from progressive_flow.learning.catalogue import service
from progressive_flow.learning.catalogue.models import ChallengeDetail


@get("/v1/challenges/{slug}")
def handler(slug: Reference, principal: Principal, db: Db) -> ChallengeDetail:
    return service.show_challenge(db, principal, slug)
