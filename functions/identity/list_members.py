"""List an organization's members.

By username. Filters narrow each other; those who were erased are left out.
"""

from progressive_flow.identity.members import service
from progressive_flow.identity.members.models import Member, MemberSearch, RoleFilter, StatusFilter
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/organizations/{organization}/members", permission="members.read")
def handler(
    organization: OrganizationSlug,
    db: Db,
    role: RoleFilter | None = None,
    status: StatusFilter | None = None,
    search: MemberSearch | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[Member]:
    return service.list_members(db, organization, role, status, search, cursor, limit)
