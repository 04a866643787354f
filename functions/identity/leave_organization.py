"""Leave an organization.

What was learned stays; the organization's content is closed. The answer is 409 for its last administrator, and for the
organization `public`.
"""

from progressive_flow.identity.members import service
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, delete


@delete("/v1/me/organizations/{organization}", refusals=(409,))
def handler(organization: OrganizationSlug, db: Db) -> None:
    service.leave_organization(db, organization)
