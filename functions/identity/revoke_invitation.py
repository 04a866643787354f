"""Revoke an invitation to an organization.

Who joined by it stays a member.
"""

from progressive_flow.identity.invitations import service
from progressive_flow.identity.invitations.models import InvitationId
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, delete


@delete("/v1/organizations/{organization}/invitations/{invitation_id}", permission="members.manage")
def handler(organization: OrganizationSlug, invitation_id: InvitationId, db: Db) -> None:
    service.revoke_invitation(db, organization, invitation_id)
