"""Show an upload, with the address of its file once it is clean.

Whoever has the address may read the file for fifteen minutes. It lies on another host than this API; a browser shows images,
videos and PDF, and saves everything else.
"""

from progressive_flow.content.uploads import service
from progressive_flow.content.uploads.models import UploadId, UploadWithLink
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Capability, Db, get


@get(
    "/v1/organizations/{organization}/uploads/{upload_id}",
    permission="media.manage",
    capabilities=(Capability.DATABASE_AS_READER, Capability.UPLOAD_LINKS),
)
def handler(organization: OrganizationSlug, upload_id: UploadId, db: Db) -> UploadWithLink:
    return service.show_upload(db, organization, upload_id)
