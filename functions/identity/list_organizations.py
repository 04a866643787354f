"""List the caller's organizations, with the caller's roles in each.

By slug. A platform administrator sees every organization.
"""

from progressive_flow.identity.organizations import service
from progressive_flow.identity.organizations.models import Organization
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/organizations")
def handler(db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Page[Organization]:
    return service.list_organizations(db, cursor, limit)
