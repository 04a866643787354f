"""List the moderation cases of an organization, the newest first.

Cases that concern the caller are left out: those about their own work, and those that they reported.
"""

from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit
from progressive_flow.social.moderation import service
from progressive_flow.social.moderation.models import CaseStateFilter, CaseSummary


@get("/v1/organizations/{organization}/moderation-cases", permission="moderation.decide")
def handler(
    organization: OrganizationSlug,
    db: Db,
    state: CaseStateFilter | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[CaseSummary]:
    return service.list_cases(db, organization, state, cursor, limit)
