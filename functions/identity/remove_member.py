"""Remove a member from an organization.

What the member learned stays; the organization's content is closed to them. A code, or a domain that the organization admits,
lets them join again: suspend a member to keep them out. The answer is 409 where the organization would lose its last
administrator, and for the organization `public`.
"""

from progressive_flow.identity.members import service
from progressive_flow.identity.members.models import MemberId
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, delete


@delete("/v1/organizations/{organization}/members/{user_id}", permission="members.manage", refusals=(409,))
def handler(organization: OrganizationSlug, user_id: MemberId, db: Db) -> None:
    service.remove_member(db, organization, user_id)
