"""Publish a revision of an item, at once or later, or restore an older version.

A revision needs a check that passed as things are now (409 `unchecked`, `check-failed`) and the organization's approvals
(409 `reviews-missing`). Where solutions of the live version fail, it needs a reason too (409 `breaking`), and its label says so.
"""

from progressive_flow.curriculum.items.models import ItemKind, ItemSlug
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import WRITES, Capability
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import Address, NewPublication, Publication


@post(
    "/v1/organizations/{organization}/items/{kind}/{slug}/publications",
    location="/v1/organizations/{organization}/items/{kind}/{slug}/publications/{id}",
    permission="content.publish",
    capabilities=(Capability.DATABASE_AS_STAFF, Capability.TASKS),
    limit=WRITES,
    refusals=(409,),
)
def handler(organization: OrganizationSlug, kind: ItemKind, slug: ItemSlug, new: NewPublication, db: Db) -> Publication:
    return service.publish(db, Address(organization, kind, slug), new)
