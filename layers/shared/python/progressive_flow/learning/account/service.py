"""Reads and changes a learner's own account: who they are, with what they have earned."""

from progressive_flow.identity.users import service as users
from progressive_flow.identity.users.models import MeChanges
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import conflict
from progressive_flow.kernel.principal import Principal
from progressive_flow.learning.account import repository
from progressive_flow.learning.account.models import Me


def show_me(db: Transaction, principal: Principal) -> Me:
    """Return the caller's own account."""
    return repository.find_me(db, principal.id)


def change_me(db: Transaction, principal: Principal, changes: MeChanges) -> Me:
    """Change what was sent and return the account; 409 if its time zone changed less than a day ago and holds."""
    moved = users.change_user(db, principal, changes)
    me = repository.find_me(db, principal.id)
    if moved and not moved.result():
        raise conflict(
            "time-zone-changed-today",
            "The time zone was changed less than 24 hours ago and holds since: try again tomorrow.",
        )
    return me
