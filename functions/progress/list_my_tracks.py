"""List the tracks with the learner's part of each."""

from progressive_flow.http import Db, Learner, get
from progressive_flow.paging import Page
from progressive_flow.progress.overview import service
from progressive_flow.progress.overview.models import TrackStanding


@get("/v1/me/tracks")
def handler(learner: Learner, db: Db) -> Page[TrackStanding]:
    return service.list_tracks(db, learner)
