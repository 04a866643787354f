"""Statements that erase a learner."""

from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction


def username(db: Transaction, user_id: UUID) -> str:
    """Return the learner's username."""
    found: str = db.value("select u.username from identity.users as u where u.id = %s", [user_id])
    return found


def erase(db: Transaction) -> None:
    """Erase the present learner."""
    db.run("select identity.erase_user(%s)", [db.at])
