"""Show an item with its draft, or with an earlier revision of it.

Send the ETag of the draft as `If-Match` to save it.
"""

from progressive_flow.curriculum.items import service
from progressive_flow.curriculum.items.models import Item, ItemKind, ItemSlug, RevisionNumber
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get


@get("/v1/organizations/{organization}/items/{kind}/{slug}", permission="content.read")
def handler(
    organization: OrganizationSlug, kind: ItemKind, slug: ItemSlug, db: Db, revision: RevisionNumber | None = None
) -> Item:
    return service.show_item(db, organization, kind, slug, revision)
