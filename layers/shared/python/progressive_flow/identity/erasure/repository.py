"""Statements that erase a learner."""

from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction


def username(db: Transaction, user_id: UUID) -> str:
    """Return the learner's username."""
    return db.fetch_value(str, "select u.username from identity.users as u where u.id = %s", [user_id])


def erase(db: Transaction) -> None:
    """Erase the present learner."""
    db.execute("select identity.erase_user(%s)", [db.at])
