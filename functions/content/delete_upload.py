"""Delete an upload that nothing refers to.

Its bytes count no longer, and nobody gets a link to it; links that were given end within fifteen minutes. The answer is 409
`upload-used` while something refers to it.
"""

from progressive_flow.content.uploads import service
from progressive_flow.content.uploads.models import UploadId
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, delete


@delete("/v1/organizations/{organization}/uploads/{upload_id}", permission="media.manage", refusals=(409,))
def handler(organization: OrganizationSlug, upload_id: UploadId, db: Db) -> None:
    service.delete_upload(db, organization, upload_id)
