"""List the challenges open to the learner, with each level.

Lists those that are unlocked or were attempted, in the order of their tracks; `GET /v1/challenges` has the locked ones
too.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit
from progressive_flow.learning.catalogue.models import TrackFilter
from progressive_flow.progress.levels import service
from progressive_flow.progress.levels.models import ChallengeProgress, StatusFilter


@get("/v1/me/progress")
def handler(
    principal: Principal,
    db: Db,
    status: StatusFilter | None = None,
    track: TrackFilter | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[ChallengeProgress]:
    return service.list_progress(db, principal, status, track, cursor, limit)
