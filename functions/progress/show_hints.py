"""Show a level's hints: the revealed ones with their text, the others with their price.

Contains what passing the level first would pay now, after the penalties so far.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.parameters import LevelNumber, Reference
from progressive_flow.progress.hints import service
from progressive_flow.progress.hints.models import Hints


@get("/v1/challenges/{slug}/levels/{level}/hints")
def handler(slug: Reference, level: LevelNumber, principal: Principal, db: Db) -> Hints:
    return service.show_hints(db, principal, slug, level)
