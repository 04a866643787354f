"""List the learning tracks.

Lists all published tracks in their order, with how many of their challenges the learner completed.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import OrganizationFilter
from progressive_flow.learning.catalogue import service
from progressive_flow.learning.catalogue.models import Track


@get("/v1/tracks")
def handler(principal: Principal, db: Db, organization: OrganizationFilter | None = None) -> Page[Track]:
    return service.list_tracks(db, principal, organization)
