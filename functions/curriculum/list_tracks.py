"""List the learning tracks."""

from progressive_flow.curriculum.catalogue import service
from progressive_flow.curriculum.catalogue.models import Track
from progressive_flow.http import Db, Learner, get
from progressive_flow.paging import Page


@get("/v1/tracks")
def handler(learner: Learner, db: Db) -> Page[Track]:
    return service.list_tracks(db, learner)
