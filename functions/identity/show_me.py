"""Show the caller's own account."""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.learning.account import service
from progressive_flow.learning.account.models import Me


@get("/v1/me")
def handler(principal: Principal, db: Db) -> Me:
    return service.show_me(db, principal)
