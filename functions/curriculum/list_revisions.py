"""List the revisions of an item's draft, newest first.

The last 50 are kept, and up to 500 of the last 90 days.
"""

from progressive_flow.curriculum.items import service
from progressive_flow.curriculum.items.models import ItemKind, ItemSlug, Revision
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/organizations/{organization}/items/{kind}/{slug}/revisions", permission="content.read")
def handler(
    organization: OrganizationSlug,
    kind: ItemKind,
    slug: ItemSlug,
    db: Db,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[Revision]:
    return service.list_revisions(db, organization, kind, slug, cursor, limit)
