"""Apply a planned import: save its drafts, all of them or none.

It is applied as it was planned: where a draft changed since, it fails as `outdated`, and nothing was changed. Drafts that were
edited elsewhere are replaced only with `overwrite` (409 `import-conflicts` otherwise). What is published stays until somebody
publishes the drafts.
"""

from progressive_flow.curriculum.imports import service
from progressive_flow.curriculum.imports.models import Import, ImportId, ImportToApply
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import TRANSFERS, Capability
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.kernel.http.responses import Polled


@post(
    "/v1/organizations/{organization}/imports/{import_id}/application",
    status=202,
    location="/v1/organizations/{organization}/imports/{id}",
    permission="content.import",
    capabilities=(Capability.DATABASE_AS_STAFF, Capability.TASKS),
    limit=TRANSFERS,
    refusals=(404, 409),
)
def handler(organization: OrganizationSlug, import_id: ImportId, new: ImportToApply, db: Db) -> Polled[Import]:
    return service.apply(db, organization, import_id, overwrite=new.overwrite)
