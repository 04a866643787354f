"""How the loading statements are run: each takes a whole table's rows as JSON and writes those that differ."""

from typing import Any

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Transaction

PUBLIC = "00000000-0000-7000-8000-000000000001"

Rows = list[dict[str, Any]]


def write(db: Transaction, statement: str, rows: Rows) -> int:
    """Run a loading statement; return how many rows it changed."""
    return db.fetch_value(int, statement, {"rows": Jsonb(rows), "organization": PUBLIC, "at": db.at})
