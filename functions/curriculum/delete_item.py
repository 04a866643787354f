"""Delete an item that was never published, with the history of its draft.

The answer is 409 for what was published: what learners did refers to it.
"""

from progressive_flow.curriculum.items import service
from progressive_flow.curriculum.items.models import ItemKind, ItemSlug
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, delete


@delete(
    "/v1/organizations/{organization}/items/{kind}/{slug}",
    permission="content.write",
    current=service.show_draft,
    refusals=(409,),
)
def handler(organization: OrganizationSlug, kind: ItemKind, slug: ItemSlug, db: Db) -> None:
    service.delete_item(db, organization, kind, slug)
