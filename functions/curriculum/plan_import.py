"""Import a zip of content files: first, what it would change of the organization's drafts.

The zip is an upload with the purpose `import`, laid out as an export. The plan is made as a task; ask for the address in
`Location` until it is `planned`, then apply it, or `failed`, with what has to be corrected. One import of an organization is
worked on at a time.
"""

from progressive_flow.curriculum.imports import service
from progressive_flow.curriculum.imports.models import Import, ImportToPlan
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import TRANSFERS, Capability
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.kernel.http.responses import Polled


@post(
    "/v1/organizations/{organization}/imports",
    status=202,
    location="/v1/organizations/{organization}/imports/{id}",
    permission="content.import",
    capabilities=(Capability.DATABASE_AS_STAFF, Capability.TASKS),
    limit=TRANSFERS,
    refusals=(404, 409),
)
def handler(organization: OrganizationSlug, new: ImportToPlan, db: Db) -> Polled[Import]:
    return service.plan(db, organization, new.upload_id)
