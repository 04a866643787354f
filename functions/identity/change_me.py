"""Change the caller's own account."""

from progressive_flow.identity.users.models import MeChanges
from progressive_flow.kernel.http.endpoint import Db, Principal, patch
from progressive_flow.learning.account import service
from progressive_flow.learning.account.models import Me


@patch("/v1/me", current=service.show_me, refusals=(409,))
def handler(changes: MeChanges, principal: Principal, db: Db) -> Me:
    return service.change_me(db, principal, changes)
