"""List what an organization's authors write, last changed first.

Filters narrow each other.
"""

from progressive_flow.curriculum.items import service
from progressive_flow.curriculum.items.models import ItemRow, ItemSearch, KindFilter, OwnFilter, StateFilter
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/organizations/{organization}/items", permission="content.read")
def handler(
    organization: OrganizationSlug,
    db: Db,
    kind: KindFilter | None = None,
    state: StateFilter | None = None,
    own: OwnFilter = False,
    search: ItemSearch | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[ItemRow]:
    filters = {"kind": kind, "state": state, "own": own, "search": search}
    return service.list_items(db, organization, filters, cursor, limit)
