"""Show a track with its modules and lessons.

Names the challenges of each lesson by their references, in order.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.parameters import Reference
from progressive_flow.learning.catalogue import service
from progressive_flow.learning.catalogue.models import TrackDetail


@get("/v1/tracks/{slug}")
def handler(slug: Reference, principal: Principal, db: Db) -> TrackDetail:
    return service.show_track(db, principal, slug)
