"""Rows by column name, for tests that look at what the database holds."""

from typing import Any

import psycopg
from psycopg.rows import dict_row

Rows = list[dict[str, Any]]


def rows(connection: psycopg.Connection, query: str, *params: Any) -> Rows:
    """Return rows by column name."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode(), params).fetchall()
