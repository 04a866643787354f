"""Show an import with its plan, and how soon to ask again while it is worked on.

The plan names what is added and changed, which drafts were edited elsewhere since, and what has to be corrected.
"""

from progressive_flow.curriculum.imports import service
from progressive_flow.curriculum.imports.models import Import, ImportId
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.responses import Polled


@get("/v1/organizations/{organization}/imports/{import_id}", permission="content.import")
def handler(organization: OrganizationSlug, import_id: ImportId, db: Db) -> Polled[Import]:
    return service.show_import(db, organization, import_id)
