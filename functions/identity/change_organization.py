"""Change an organization.

A member that is left out stays as it is. Administrators of the organization change its name, whose addresses may join and
how its authors and leaderboards work; the platform's administrator changes the rest as well. The answer is 409 for what the
organization `public` cannot be, to which everybody belongs.
"""

from progressive_flow.identity.organizations import service
from progressive_flow.identity.organizations.models import Organization, OrganizationChanges, OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, patch


@patch(
    "/v1/organizations/{organization}",
    permission="organization.manage",
    current=service.show_organization,
    refusals=(409,),
)
def handler(organization: OrganizationSlug, changes: OrganizationChanges, db: Db) -> Organization:
    return service.change_organization(db, organization, changes)
