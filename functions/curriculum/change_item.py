"""Archive an item, bring it back, or give its draft to another author.

Archived content cannot be begun any more; what learners did stays. The answer is 409 `item-needed` while something published
comes after it.
"""

from progressive_flow.curriculum.items.models import Item, ItemKind, ItemSlug
from progressive_flow.curriculum.items.service import show_draft
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import WRITES, Capability
from progressive_flow.kernel.http.endpoint import Db, patch
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import ItemChanges


@patch(
    "/v1/organizations/{organization}/items/{kind}/{slug}",
    permission="content.archive",
    current=show_draft,
    capabilities=(Capability.DATABASE_AS_STAFF, Capability.TASKS),
    limit=WRITES,
    refusals=(409,),
)
def handler(organization: OrganizationSlug, kind: ItemKind, slug: ItemSlug, changes: ItemChanges, db: Db) -> Item:
    return service.change_item(db, organization, kind, slug, changes)
