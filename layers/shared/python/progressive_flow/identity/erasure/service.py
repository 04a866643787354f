"""Rules on learners who leave: what is held of them goes, here at once and outside the database when the event arrives."""

from typing import Any

from progressive_flow.identity.accounts import provider
from progressive_flow.identity.erasure import repository
from progressive_flow.identity.events import UserErased
from progressive_flow.identity.exports.service import folder
from progressive_flow.kernel import aws, objects
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import invalid
from progressive_flow.kernel.principal import Principal


def erase_me(db: Transaction, principal: Principal, confirm: str) -> None:
    """Erase the caller, who confirms it with their own username, so that no stray request does it."""
    if confirm.lower() != repository.username(db, principal.id).lower():
        raise invalid("/query/confirm", "Confirm with your username, as GET /v1/me shows it: erasing cannot be undone.")
    repository.erase(db)


def forget_account(event: UserErased) -> dict[str, Any]:
    """Delete the account and the exports of a learner who was erased; a second call finds nothing to delete."""
    exports = objects.delete_all(aws.export_bucket(), folder(event.user_id))
    return {"account": provider.delete(event.user_id), "exports": exports}
