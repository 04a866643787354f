"""Cancel a publication that is scheduled.

One that went live is taken back by a rollback instead (409 `publication-finished`).
"""

from progressive_flow.curriculum.items.models import ItemKind, ItemSlug
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, delete
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import Address, PublicationId


@delete(
    "/v1/organizations/{organization}/items/{kind}/{slug}/publications/{publication_id}",
    permission="content.publish",
    refusals=(409,),
)
def handler(
    organization: OrganizationSlug, kind: ItemKind, slug: ItemSlug, publication_id: PublicationId, db: Db
) -> None:
    service.cancel_publication(db, Address(organization, kind, slug), publication_id)
