"""Erase the caller: everything held of them but the XP ledger; their address can sign up again within a minute."""

from progressive_flow.identity.erasure import service as erasure
from progressive_flow.kernel.http.endpoint import Db, Principal, delete
from progressive_flow.kernel.http.parameters import Confirmation


@delete("/v1/me")
def handler(principal: Principal, db: Db, confirm: Confirmation = "") -> None:
    erasure.erase_me(db, principal, confirm)
