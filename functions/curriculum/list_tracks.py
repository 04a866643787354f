"""List the learning tracks."""

from progressive_flow.curriculum.catalogue import service
from progressive_flow.curriculum.catalogue.models import Track
from progressive_flow.kernel.http.endpoint import Db, Learner, get
from progressive_flow.kernel.http.paging import Page


@get("/v1/tracks")
def handler(learner: Learner, db: Db) -> Page[Track]:
    return service.list_tracks(db, learner)
