"""Rules on the audit log."""

from typing import Any
from uuid import UUID

from progressive_flow.kernel.audit_log import repository
from progressive_flow.kernel.database.transactions import Transaction


def record(db: Transaction, actor: UUID, action: str, subject: tuple[str, str], detail: dict[str, Any]) -> None:
    """Record who did what to which subject, which is its type and its id."""
    repository.write_audit(db, actor, action, subject, detail)
