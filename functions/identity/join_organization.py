"""Join an organization.

By an invitation to the caller's address, by a code, or because the organization admits the domain of the caller's address.
Roles that the caller has stay; who is a member already uses nothing up. What the organization's content opens is open at
once. The answer is 409 where the invitation has ended, the organization is full, or it suspended the caller.
"""

from progressive_flow.identity.invitations import service
from progressive_flow.identity.invitations.models import Joining
from progressive_flow.identity.organizations.models import Organization
from progressive_flow.kernel.declarations.models import JOINS
from progressive_flow.kernel.http.endpoint import Db, post


@post("/v1/me/organizations", location="/v1/organizations/{slug}", limit=JOINS, refusals=(404, 409))
def handler(joining: Joining, db: Db) -> Organization:
    return service.join_organization(db, joining)
