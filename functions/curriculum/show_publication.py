"""Show a publication: whether it waits, is live, or was refused when it was due.

Its version has the document that learners see.
"""

from progressive_flow.curriculum.items.models import ItemKind, ItemSlug
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import Address, Publication, PublicationId


@get("/v1/organizations/{organization}/items/{kind}/{slug}/publications/{publication_id}", permission="content.read")
def handler(
    organization: OrganizationSlug, kind: ItemKind, slug: ItemSlug, publication_id: PublicationId, db: Db
) -> Publication:
    return service.show_publication(db, Address(organization, kind, slug), publication_id)
