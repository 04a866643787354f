"""Request the upload of a file, and get the form with which it is sent.

The file goes to the bucket, not through this API: post the form as `multipart/form-data` with its fields and then the file as
`file`, within ten minutes. It takes exactly the file that was asked for. Afterwards the file is inspected; ask for the upload
until its state is `clean` or `rejected`. The answer is 409 `bytes-full` where the file is more than the organization has
left, and 409 `upload-exists` with `upload_id` where it has the file already.
"""

from progressive_flow.content.uploads import requesting
from progressive_flow.content.uploads.models import NewUpload, RequestedUpload
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import UPLOADS
from progressive_flow.kernel.http.endpoint import Capability, Db, post


@post(
    "/v1/organizations/{organization}/uploads",
    permission="media.manage",
    capabilities=(Capability.DATABASE_AS_STAFF, Capability.UPLOAD_FORMS),
    limit=UPLOADS,
    location="/v1/organizations/{organization}/uploads/{id}",
    refusals=(409,),
    replays_for=requesting.REPLAYS_FOR,
)
def handler(organization: OrganizationSlug, new: NewUpload, db: Db) -> RequestedUpload:
    return requesting.request_upload(db, organization, new)
