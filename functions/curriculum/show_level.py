"""Show a level to attempt, without its hidden tests.

Contains the requirements, the visible tests and what passes. A locked level may be read; `missing` says what to pass
before an attempt. The first read begins to count the minutes spent.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.parameters import LevelNumber, Reference
from progressive_flow.learning.levels import service
from progressive_flow.learning.levels.models import LevelDetail


@get("/v1/challenges/{slug}/levels/{level}")
def handler(slug: Reference, level: LevelNumber, principal: Principal, db: Db) -> LevelDetail:
    return service.show_level(db, principal, slug, level)
