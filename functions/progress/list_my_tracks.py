"""List the tracks with the learner's part of each.

Lists all published tracks, whether the learner follows them or not.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.progress.enrollments import service
from progressive_flow.progress.enrollments.models import TrackProgress


@get("/v1/me/tracks")
def handler(principal: Principal, db: Db) -> Page[TrackProgress]:
    return service.list_tracks(db, principal)
