"""Statements of those who ask for imports: functions of definer, which ask for the permission again."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from progressive_flow.curriculum.imports.models import Import, ImportSummary
from progressive_flow.kernel.database.transactions import Transaction

_SUMMARY = """
    i.id, i.upload_id, i.file_name, i.state, i.progress, i.is_overwriting, i.problem, i.requested_by, i.requested_at,
    i.changed_at"""
LIST = f"select {_SUMMARY} from content.list_imports(%s, null, %s, %s, %s, %s) as i"
FIND = f"select {_SUMMARY}, i.plan from content.list_imports(%s, %s, null, null, 1, %s) as i"


class Requested(NamedTuple):
    """An import that was asked for, and the dispatch of its task."""

    import_id: UUID
    task_id: UUID
    nonce: UUID


class Dispatch(NamedTuple):
    """What the dispatch of a task needs."""

    task_id: UUID
    nonce: UUID


def request(db: Transaction, organization: str, upload_id: UUID) -> Requested:
    """Ask for the plan of an import."""
    return db.fetch_one(
        Requested,
        "select r.import_id, r.task_id, r.nonce from content.request_import(%s, %s, %s) as r",
        [organization, upload_id, db.at],
    )


def request_application(db: Transaction, organization: str, import_id: UUID, *, overwrite: bool) -> Dispatch:
    """Ask for the application of a planned import."""
    return db.fetch_one(
        Dispatch,
        "select r.task_id, r.nonce from content.request_import_application(%s, %s, %s, %s) as r",
        [organization, import_id, overwrite, db.at],
    )


def find_import(db: Transaction, organization: str, import_id: UUID) -> Import | None:
    """Return an import of an organization."""
    return db.fetch_optional(Import, FIND, [organization, import_id, db.at])


def list_imports(
    db: Transaction, organization: str, before: tuple[datetime, UUID] | None, limit: int
) -> list[ImportSummary]:
    """Return an organization's imports, the newest first, from one on."""
    return db.fetch_all(ImportSummary, LIST, [organization, *(before or (None, None)), limit, db.at])
