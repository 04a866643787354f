"""Erase the caller: everything held of them but the XP ledger; their address can sign up again within a minute.

Needs the username as `confirm`, and cannot be undone. The ledger stays with nobody's id. The account at the identity
provider and the exports are deleted afterwards; until then its tokens are answered 403 `erased`.
"""

from progressive_flow.identity.erasure import service as erasure
from progressive_flow.kernel.http.endpoint import Db, Principal, delete
from progressive_flow.kernel.http.parameters import Confirmation


@delete("/v1/me")
def handler(principal: Principal, db: Db, confirm: Confirmation) -> None:
    erasure.erase_me(db, principal, confirm)
