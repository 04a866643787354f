"""Show the caller's own account.

The first request makes the account's rows, so start here after sign-up.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.learning.account import service
from progressive_flow.learning.account.models import Me


@get("/v1/me")
def handler(principal: Principal, db: Db) -> Me:
    return service.show_me(db, principal)
