"""Export an organization's drafts as a zip of content files, all of them or those of one track.

The zip is written as a task; ask for the address in `Location` until it is `done` and has a link. Archived items are left out.
An import of the same zip changes nothing.
"""

from progressive_flow.curriculum.exports import service
from progressive_flow.curriculum.exports.models import ContentExport, ExportToBegin
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import TRANSFERS, Capability
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.kernel.http.responses import Polled


@post(
    "/v1/organizations/{organization}/exports",
    status=202,
    location="/v1/organizations/{organization}/exports/{id}",
    permission="content.read",
    capabilities=(Capability.DATABASE_AS_STAFF, Capability.TASKS),
    limit=TRANSFERS,
    refusals=(404,),
)
def handler(organization: OrganizationSlug, new: ExportToBegin, db: Db) -> Polled[ContentExport]:
    return service.begin(db, organization, new.track)
