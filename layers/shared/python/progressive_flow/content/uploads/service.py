"""Rules on an organization's uploads; the database keeps how many bytes there are and what each upload may become."""

from datetime import datetime
from uuid import UUID

from progressive_flow.content.uploads import delivery, repository
from progressive_flow.content.uploads.models import UploadRow, UploadWithLink
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found


def list_uploads(
    db: Transaction, organization: str, filters: dict[str, str | None], cursor: str | None, limit: int
) -> Page[UploadRow]:
    """Return an organization's uploads, the newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_uploads(db, organization, filters, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.created_at.isoformat(), row.id])


def show_upload(db: Transaction, organization: str, upload_id: UUID) -> UploadWithLink:
    """Return an upload, with a link once it is clean; 404 if there is none."""
    upload = _found(db, organization, upload_id)
    return UploadWithLink(
        **upload.model_dump(), url=delivery.link(upload.organization_id, upload.id) if upload.state == "clean" else None
    )


def delete_upload(db: Transaction, organization: str, upload_id: UUID) -> None:
    """Delete an upload that nothing refers to."""
    repository.delete_upload(db, organization, upload_id)


def _found(db: Transaction, organization: str, upload_id: UUID) -> UploadRow:
    upload = repository.find_upload(db, organization, upload_id)
    if upload is None:
        raise not_found("upload")
    return upload
