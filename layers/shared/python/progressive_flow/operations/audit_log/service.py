"""Rules on what administrators read in the audit log."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.operations.audit_log import repository
from progressive_flow.operations.audit_log.models import AuditEntry, AuditFilters


def list_entries(db: Transaction, filters: AuditFilters, cursor: str | None, limit: int) -> Page[AuditEntry]:
    """Return entries of the audit log, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_entries(db, filters, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.created_at.isoformat(), row.id])
