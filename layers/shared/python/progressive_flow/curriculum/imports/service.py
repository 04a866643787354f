"""Rules on imports, as they are asked for; `working` does them."""

from datetime import datetime
from uuid import UUID

from progressive_flow.curriculum.imports import repository
from progressive_flow.curriculum.imports.models import Import, ImportSummary
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.http.responses import Polled
from progressive_flow.kernel.tasks import service as tasks

KIND = "import_content"  # of the task that plans and applies
POLLING = 1  # seconds


def plan(db: Transaction, organization: str, upload_id: UUID) -> Polled[Import]:
    """Ask for the plan of an import."""
    requested = repository.request(db, organization, upload_id)
    tasks.dispatch(db, KIND, requested.task_id, requested.nonce)
    return show_import(db, organization, requested.import_id)


def apply(db: Transaction, organization: str, import_id: UUID, *, overwrite: bool) -> Polled[Import]:
    """Ask for the application of a planned import."""
    dispatch = repository.request_application(db, organization, import_id, overwrite=overwrite)
    tasks.dispatch(db, KIND, dispatch.task_id, dispatch.nonce)
    return show_import(db, organization, import_id)


def show_import(db: Transaction, organization: str, import_id: UUID) -> Polled[Import]:
    """Return an import, and how soon to ask again while it is worked on; 404 if there is none."""
    found = repository.find_import(db, organization, import_id)
    if found is None:
        raise not_found(f"import {import_id}")
    return Polled(found, POLLING if found.state in {"planning", "applying"} else None)


def list_imports(db: Transaction, organization: str, cursor: str | None, limit: int) -> Page[ImportSummary]:
    """Return an organization's imports, the newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_imports(db, organization, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.requested_at.isoformat(), row.id])
