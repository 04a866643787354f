"""List the uploads of an organization, the newest first.

Filters narrow each other. Deleted uploads are left out.
"""

from progressive_flow.content.uploads import service
from progressive_flow.content.uploads.models import PurposeFilter, StateFilter, UploadRow
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/organizations/{organization}/uploads", permission="media.manage")
def handler(
    organization: OrganizationSlug,
    db: Db,
    state: StateFilter | None = None,
    purpose: PurposeFilter | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[UploadRow]:
    return service.list_uploads(db, organization, {"state": state, "purpose": purpose}, cursor, limit)
