"""Mark a notification and all before it as read."""

from progressive_flow.http import Db, Learner, put
from progressive_flow.social import service
from progressive_flow.social.models import MarkedRead, ReadMarker


@put("/v1/me/notifications/read-marker", refusals=(404,))
def handler(marker: ReadMarker, learner: Learner, db: Db) -> MarkedRead:
    return service.mark_read(db, learner, marker)
