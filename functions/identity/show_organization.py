"""Show an organization that the caller belongs to."""

from progressive_flow.identity.organizations import service
from progressive_flow.identity.organizations.models import Organization, OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get


@get("/v1/organizations/{organization}")
def handler(organization: OrganizationSlug, db: Db) -> Organization:
    return service.show_organization(db, organization)
