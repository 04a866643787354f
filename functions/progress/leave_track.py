"""Follow a track no longer; progress stays.

What was passed and earned in it stays. Repeating it changes nothing.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, delete
from progressive_flow.kernel.http.parameters import Reference
from progressive_flow.progress.enrollments import service


@delete("/v1/tracks/{slug}/enrollment")
def handler(slug: Reference, principal: Principal, db: Db) -> None:
    service.leave(db, principal, slug)
