"""Check a revision of a draft: what stands against its publication, and whether solutions of the live version still pass.

The check runs as a task; ask for the address in `Location` until it has finished. A revision that was found good, as
things are now, is not checked again.
"""

from progressive_flow.curriculum.items.models import ItemKind, ItemSlug
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import CHECKS, Capability
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.kernel.http.responses import Polled
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import Address, Check, CheckToBegin


@post(
    "/v1/organizations/{organization}/items/{kind}/{slug}/checks",
    status=202,
    location="/v1/organizations/{organization}/items/{kind}/{slug}/checks/{revision}",
    permission="content.read",
    capabilities=(Capability.DATABASE_AS_STAFF, Capability.TASKS),
    limit=CHECKS,
)
def handler(organization: OrganizationSlug, kind: ItemKind, slug: ItemSlug, new: CheckToBegin, db: Db) -> Polled[Check]:
    return service.begin_check(db, Address(organization, kind, slug), new)
