"""Show a version of an item with the document that was published.

To take it up again, save the document as the draft, or restore the version by a publication.
"""

from progressive_flow.curriculum.items.models import ItemKind, ItemSlug
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import Address, VersionDocument, VersionNumber


@get("/v1/organizations/{organization}/items/{kind}/{slug}/versions/{version}", permission="content.read")
def handler(
    organization: OrganizationSlug, kind: ItemKind, slug: ItemSlug, version: VersionNumber, db: Db
) -> VersionDocument:
    return service.show_version(db, Address(organization, kind, slug), version)
