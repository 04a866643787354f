"""Statements that load an organization's content files: functions of definer, each for all items at once.

They touch the content of no other organization.
"""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.bulk_write import Rows
from progressive_flow.kernel.database.transactions import Transaction


def lock(db: Transaction, organization_id: UUID) -> None:
    """Let one load of an organization's content run at a time."""
    db.execute("select curriculum.lock_catalogue(%s)", [organization_id])


def write_drafts(db: Transaction, organization_id: UUID, rows: Rows) -> None:
    """Queue that the drafts of items become what the files say."""
    db.execute("select content.write_drafts(%s, %s, %s)", [organization_id, Jsonb(rows), db.at])


def publish(db: Transaction, organization_id: UUID, rows: Rows) -> dict[str, Any]:
    """Publish items; return how many rows changed, by kind."""
    return db.fetch_value(
        dict[str, Any], "select curriculum.publish_items(%s, %s, %s)", [organization_id, Jsonb(rows), db.at]
    )


def archive_missing(db: Transaction, organization_id: UUID, challenges: Rows) -> int:
    """Archive the challenges of files that are not among these; return how many."""
    return db.fetch_value(
        int, "select curriculum.archive_missing(%s, %s, %s)", [organization_id, Jsonb(challenges), db.at]
    )
