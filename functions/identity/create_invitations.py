"""Invite addresses to an organization, or make a code with which people join.

Each address gets an invitation, which its account finds in `GET /v1/me/invitations` and takes with `POST
/v1/me/organizations`: nothing secret has to be sent. Where the platform sends mail, a mail says so within two minutes: at most
three mails to an address and two hundred of an organization in a day. Inviting an address again renews its invitation, with a
mail of its own. The answer is 409 for the organization `public`, and 429 after 500 invitations of an organization in a day.
"""

from progressive_flow.identity.invitations import service
from progressive_flow.identity.invitations.models import MadeInvitations, NewInvitations
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.http.endpoint import Db, post


@post(
    "/v1/organizations/{organization}/invitations",
    status=201,
    permission="members.manage",
    capabilities=(Capability.DATABASE_AS_STAFF, Capability.MAIL_LINKS),
    refusals=(409,),
    replays_for=0,  # a stored answer would hold the code
)
def handler(organization: OrganizationSlug, new: NewInvitations, db: Db) -> MadeInvitations:
    return service.invite(db, organization, new)
