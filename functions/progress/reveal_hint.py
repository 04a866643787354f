"""Reveal the next hint of a level, for its penalty.

The penalty reduces the XP of the level's first pass, which stays at a quarter at least; after the pass hints cost
nothing. A hint that was revealed before is returned again at no cost.
"""

from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.kernel.http.parameters import LevelNumber, Reference
from progressive_flow.progress.hints import service
from progressive_flow.progress.hints.models import NewHint, RevealedHint


@post("/v1/challenges/{slug}/levels/{level}/hints", refusals=(403, 409))
def handler(slug: Reference, level: LevelNumber, wanted: NewHint, db: Db) -> RevealedHint:
    return service.reveal_hint(db, slug, level, wanted)
