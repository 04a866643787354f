"""Statements on what administrators read in the audit log."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.operations.audit_log.models import AuditEntry, AuditFilters

ENTRIES = """
select a.id, a.actor_id, a.action, a.subject_type, a.subject_id, a.detail, a.created_at
from identity.list_audit_log(
    %(subject_type)s, %(subject_id)s, %(actor_id)s, %(action)s, %(since)s, %(until)s, %(before)s, %(before_id)s, %(limit)s,
    %(organization)s
) as a
"""


def list_entries(
    db: Transaction, filters: AuditFilters, before: tuple[datetime, UUID] | None, limit: int
) -> list[AuditEntry]:
    """Return entries, newest first."""
    at, id_ = before or (None, None)
    params = {**filters.model_dump(), "before": at, "before_id": id_, "limit": limit}
    return db.fetch_all(AuditEntry, ENTRIES, params)
