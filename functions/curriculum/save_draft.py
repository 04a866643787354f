"""Save the draft of an item, or begin one.

Each save that changes the draft is a revision. The document must have the form of its kind; whether it can be published is
checked later. Somebody may have saved since: to replace a draft, send the ETag that you read as `If-Match` (428 without it). An
author changes their own drafts, administrators of the organization those of all.
"""

from progressive_flow.curriculum.items import drafts, service
from progressive_flow.curriculum.items.models import DraftToSave, Item, ItemKind, ItemSlug
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import DRAFTS
from progressive_flow.kernel.http.endpoint import Db, put


@put(
    "/v1/organizations/{organization}/items/{kind}/{slug}",
    permission="content.write",
    current=service.show_draft,
    limit=DRAFTS,
    refusals=(409, 428),
)
def handler(organization: OrganizationSlug, kind: ItemKind, slug: ItemSlug, new: DraftToSave, db: Db) -> Item:
    return drafts.save_draft(db, organization, kind, slug, new)
