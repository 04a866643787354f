"""List the open invitations to the caller's address.

Take one with `POST /v1/me/organizations`.
"""

from progressive_flow.identity.invitations import service
from progressive_flow.identity.invitations.models import OwnInvitations
from progressive_flow.kernel.http.endpoint import Db, get


@get("/v1/me/invitations")
def handler(db: Db) -> OwnInvitations:
    return service.list_own_invitations(db)
