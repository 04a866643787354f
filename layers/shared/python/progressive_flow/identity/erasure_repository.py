"""Statements on learners who leave, and on all that is held of one who stays."""

from typing import Any, NamedTuple
from uuid import UUID

from progressive_flow.database import Transaction


class Held(NamedTuple):
    """What a table holds of a learner."""

    name: str
    rows: list[dict[str, Any]]


def username(db: Transaction, user_id: UUID) -> str:
    """Return the learner's username."""
    found: str = db.value("select u.username from identity.users as u where u.id = %s", [user_id])
    return found


def erase(db: Transaction) -> None:
    """Erase the present learner."""
    db.run("select identity.erase_user(%s)", [db.at])


def export(db: Transaction, without: list[str]) -> list[Held]:
    """Return everything there is of the present learner, by table, without some tables."""
    return db.all(Held, "select e.name, e.rows from identity.export_learner(%s) as e", [without])
