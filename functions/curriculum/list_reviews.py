"""List what reviewers said of an item, the newest first.

Approvals are of one revision: who saves the draft again asks for another review.
"""

from progressive_flow.curriculum.items.models import ItemKind, ItemSlug, RevisionNumber
from progressive_flow.curriculum.reviews import service
from progressive_flow.curriculum.reviews.models import Reviews
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get


@get("/v1/organizations/{organization}/items/{kind}/{slug}/reviews", permission="content.read")
def handler(
    organization: OrganizationSlug, kind: ItemKind, slug: ItemSlug, db: Db, revision: RevisionNumber | None = None
) -> Reviews:
    return service.list_reviews(db, organization, kind, slug, revision)
