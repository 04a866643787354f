"""Show an organization.

Members see their own organizations, and everybody sees `public`; any other one is a 404. A platform administrator sees all.
"""

from progressive_flow.identity.organizations import service
from progressive_flow.identity.organizations.models import Organization, OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get


@get("/v1/organizations/{organization}")
def handler(organization: OrganizationSlug, db: Db) -> Organization:
    return service.show_organization(db, organization)
