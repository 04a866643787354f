"""Statements that read everything stored about a learner."""

from typing import Any, NamedTuple

from progressive_flow.kernel.database.transactions import Transaction


class Held(NamedTuple):
    """What a table holds of a learner."""

    name: str
    rows: list[dict[str, Any]]


def export(db: Transaction, without: list[str]) -> list[Held]:
    """Return everything there is of the present learner, by table, without some tables."""
    return db.fetch_all(Held, "select e.name, e.rows from identity.export_learner(%s) as e", [without])
