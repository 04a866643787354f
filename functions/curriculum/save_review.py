"""Review the last revision of a draft: approve it, or ask for changes.

A second review replaces the caller's first one of that revision. The answer is 403 `own-work` for who owns the item or saved a
revision of it, and 409 `revision-outdated` where the draft was saved since.
"""

from progressive_flow.curriculum.items.models import ItemKind, ItemSlug, RevisionNumber
from progressive_flow.curriculum.reviews import service
from progressive_flow.curriculum.reviews.models import Review, ReviewToSave
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, put


@put(
    "/v1/organizations/{organization}/items/{kind}/{slug}/revisions/{revision}/review",
    permission="content.review",
    current=service.show_own_review,
    refusals=(409,),
)
def handler(
    organization: OrganizationSlug,
    kind: ItemKind,
    slug: ItemSlug,
    revision: RevisionNumber,
    review: ReviewToSave,
    db: Db,
) -> Review:
    return service.save_review(db, organization, kind, slug, revision, review)
