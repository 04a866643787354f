"""Make somebody a member of an organization, or change a member's roles and status.

What the organization's content opens is open to a new member at once. The answer is 409 where the organization is full, or
would lose its last administrator.
"""

from progressive_flow.identity.members import service
from progressive_flow.identity.members.models import Member, MemberId, SavedMember
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, put


@put(
    "/v1/organizations/{organization}/members/{user_id}",
    permission="members.manage",
    current=service.show_member,
    refusals=(409,),
)
def handler(organization: OrganizationSlug, user_id: MemberId, member: SavedMember, db: Db) -> Member:
    return service.save_member(db, organization, user_id, member)
