"""Show an export of an organization's content, with the address of its zip once it is done.

Whoever has the address may read the zip for fifteen minutes; it is deleted a week after it was asked for.
"""

from progressive_flow.curriculum.exports import service
from progressive_flow.curriculum.exports.models import ContentExport, ExportId
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.responses import Polled


@get(
    "/v1/organizations/{organization}/exports/{export_id}",
    permission="content.read",
    capabilities=(Capability.DATABASE_AS_READER, Capability.CONTENT_EXPORT_LINKS),
)
def handler(organization: OrganizationSlug, export_id: ExportId, db: Db) -> Polled[ContentExport]:
    return service.show_export(db, organization, export_id)
