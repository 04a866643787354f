"""List the versions of an item, newest first, with what each changed for learners.

Before its first publication an item has none.
"""

from progressive_flow.curriculum.items.models import ItemKind, ItemSlug
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import Address, Version


@get("/v1/organizations/{organization}/items/{kind}/{slug}/versions", permission="content.read")
def handler(
    organization: OrganizationSlug,
    kind: ItemKind,
    slug: ItemSlug,
    db: Db,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[Version]:
    return service.list_versions(db, Address(organization, kind, slug), cursor, limit)
