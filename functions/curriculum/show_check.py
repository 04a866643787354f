"""Show the last check of a revision, and how soon to ask again while it runs.

Its report names what must be corrected, by the place in the document, and which tests solutions of the live version fail.
"""

from progressive_flow.curriculum.items.models import ItemKind, ItemSlug, RevisionNumber
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.responses import Polled
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import Address, Check


@get("/v1/organizations/{organization}/items/{kind}/{slug}/checks/{revision}", permission="content.read")
def handler(
    organization: OrganizationSlug, kind: ItemKind, slug: ItemSlug, revision: RevisionNumber, db: Db
) -> Polled[Check]:
    return service.show_check(db, Address(organization, kind, slug), revision)
