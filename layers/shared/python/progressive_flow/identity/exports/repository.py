"""Statements that read everything stored about a learner."""

from typing import Any, NamedTuple

from progressive_flow.kernel.database.transactions import Transaction


class Held(NamedTuple):
    """What a table holds of a learner, or why that is left out."""

    name: str
    rows: list[dict[str, Any]]
    left_out: str | None


def export(db: Transaction) -> list[Held]:
    """Return everything there is of the present learner, by table."""
    return db.fetch_all(Held, "select e.name, e.rows, e.left_out from identity.export_learner() as e")
