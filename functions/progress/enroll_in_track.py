"""Follow a track.

Changes what is recommended, and locks or unlocks nothing. Repeating it keeps the first date.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, put
from progressive_flow.kernel.http.parameters import Reference
from progressive_flow.progress.enrollments import service
from progressive_flow.progress.enrollments.models import Enrollment


@put("/v1/tracks/{slug}/enrollment")
def handler(slug: Reference, principal: Principal, db: Db) -> Enrollment:
    return service.enroll(db, principal, slug)
