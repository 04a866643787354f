"""Statements that load an organization's content files: functions of definer, each for all items at once.

They touch the content of no other organization.
"""

from typing import Any

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.bulk_write import PUBLIC, Rows
from progressive_flow.kernel.database.transactions import Transaction


def lock(db: Transaction) -> None:
    """Let one load run at a time."""
    db.execute("select curriculum.lock_catalogue(%s)", [PUBLIC])


def write_drafts(db: Transaction, rows: Rows) -> None:
    """Queue that the drafts of items become what the files say."""
    db.execute("select content.write_drafts(%s, %s, %s)", [PUBLIC, Jsonb(rows), db.at])


def publish(db: Transaction, rows: Rows) -> dict[str, Any]:
    """Publish items; return how many rows changed, by kind."""
    return db.fetch_value(dict[str, Any], "select curriculum.publish_items(%s, %s, %s)", [PUBLIC, Jsonb(rows), db.at])


def archive_missing(db: Transaction, challenges: Rows) -> int:
    """Archive the challenges of files that are not among these; return how many."""
    return db.fetch_value(int, "select curriculum.archive_missing(%s, %s, %s)", [PUBLIC, Jsonb(challenges), db.at])
