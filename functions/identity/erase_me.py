"""Erase the caller: everything held of them but the XP ledger, which stays with nobody's id."""

from progressive_flow.http import Db, Learner, delete
from progressive_flow.identity import erasure
from progressive_flow.parameters import Confirmation


@delete("/v1/me")
def handler(learner: Learner, db: Db, confirm: Confirmation = "") -> None:
    erasure.erase_me(db, learner, confirm)
