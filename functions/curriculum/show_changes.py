"""Show what changed in an item's draft since a revision, place by place.

Members of lists are compared by their number.
"""

from progressive_flow.curriculum.items import service
from progressive_flow.curriculum.items.models import Changes, ItemKind, ItemSlug, RevisionNumber
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get


@get("/v1/organizations/{organization}/items/{kind}/{slug}/changes", permission="content.read")
def handler(
    organization: OrganizationSlug,
    kind: ItemKind,
    slug: ItemSlug,
    since: RevisionNumber,
    db: Db,
    revision: RevisionNumber | None = None,
) -> Changes:
    return service.show_changes(db, organization, kind, slug, since, revision)
