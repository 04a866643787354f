"""Statements on the audit log."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Transaction


def write_audit(db: Transaction, actor: UUID, action: str, subject: tuple[str, str], detail: dict[str, Any]) -> None:
    """Record who did what to which subject, given as its type and its id."""
    db.execute(
        "insert into platform.audit_log (actor_id, action, subject_type, subject_id, detail, created_at)"
        " values (%s, %s, %s, %s, %s, %s)",
        [actor, action, *subject, Jsonb(detail), db.at],
    )
