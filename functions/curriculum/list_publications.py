"""List what was asked to be published of an item, newest first.

A publication that failed when it was due says why.
"""

from progressive_flow.curriculum.items.models import ItemKind, ItemSlug
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import Address, Publication


@get("/v1/organizations/{organization}/items/{kind}/{slug}/publications", permission="content.read")
def handler(
    organization: OrganizationSlug,
    kind: ItemKind,
    slug: ItemSlug,
    db: Db,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[Publication]:
    return service.list_publications(db, Address(organization, kind, slug), cursor, limit)
