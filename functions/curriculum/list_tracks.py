"""List the learning tracks."""

from progressive_flow.curriculum.catalogue import service
from progressive_flow.curriculum.catalogue.models import Track
from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page


@get("/v1/tracks")
def handler(principal: Principal, db: Db) -> Page[Track]:
    return service.list_tracks(db, principal)
