"""List the imports of an organization, the newest first.

They are kept for 90 days. Their plans are shown one by one.
"""

from progressive_flow.curriculum.imports import service
from progressive_flow.curriculum.imports.models import ImportSummary
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/organizations/{organization}/imports", permission="content.import")
def handler(
    organization: OrganizationSlug, db: Db, cursor: Cursor | None = None, limit: Limit = 25
) -> Page[ImportSummary]:
    return service.list_imports(db, organization, cursor, limit)
