"""Show the caller's own account."""

from progressive_flow.identity.users import service
from progressive_flow.identity.users.models import Me
from progressive_flow.kernel.http.endpoint import Db, Principal, get


@get("/v1/me")
def handler(principal: Principal, db: Db) -> Me:
    return service.show_me(db, principal)
