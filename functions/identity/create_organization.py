"""Create an organization.

It begins without members: save its first administrator with the role `org_admin`. The answer is 409 where the slug is
taken.
"""

from progressive_flow.identity.organizations import service
from progressive_flow.identity.organizations.models import NewOrganization, Organization
from progressive_flow.kernel.http.endpoint import Db, post


@post("/v1/organizations", permission="organization.manage", location="/v1/organizations/{slug}", refusals=(409,))
def handler(new: NewOrganization, db: Db) -> Organization:
    return service.create_organization(db, new)
