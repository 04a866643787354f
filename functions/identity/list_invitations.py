"""List an organization's invitations, the last made first.

One that is renewed keeps its place. Those that expired stay in the list for 30 days.
"""

from progressive_flow.identity.invitations import service
from progressive_flow.identity.invitations.models import Invitation
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/organizations/{organization}/invitations", permission="members.manage")
def handler(
    organization: OrganizationSlug, db: Db, cursor: Cursor | None = None, limit: Limit = 25
) -> Page[Invitation]:
    return service.list_invitations(db, organization, cursor, limit)
