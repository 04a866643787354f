"""Change the caller's own account."""

from progressive_flow.identity.users import service
from progressive_flow.identity.users.models import Me, MeChanges
from progressive_flow.kernel.http.endpoint import Db, Principal, patch


@patch("/v1/me", refusals=(409,))
def handler(changes: MeChanges, principal: Principal, db: Db) -> Me:
    return service.change_me(db, principal, changes)
