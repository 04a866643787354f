"""Change the caller's own account.

A member that is left out stays as it is. The answer is 409 where the username is taken, or where the time zone was
changed less than 24 hours ago.
"""

from progressive_flow.identity.users.models import MeChanges
from progressive_flow.kernel.http.endpoint import Db, Principal, patch
from progressive_flow.learning.account import service
from progressive_flow.learning.account.models import Me


@patch("/v1/me", current=service.show_me, refusals=(409,))
def handler(changes: MeChanges, principal: Principal, db: Db) -> Me:
    return service.change_me(db, principal, changes)
