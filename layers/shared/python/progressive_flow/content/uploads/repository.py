"""Statements on uploads: functions of definer, which ask for the permission again."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.content.events import UploadInspected
from progressive_flow.content.uploads.models import NewUpload, UploadRow
from progressive_flow.kernel.database.transactions import Transaction

LIST = """
select
    u.id, %(organization)s as organization, u.organization_id, u.purpose, u.file_name, u.media_type, u.bytes, u.sha256, u.state,
    u.reason, u.stored_bytes, u.width, u.height, u.uploaded_by, u.created_at, u.expires_at, u.finished_at
from content.list_uploads(
    %(organization)s, %(id)s, %(state)s, %(purpose)s, %(before)s, %(before_id)s, %(limit)s
) as u
"""
NOTHING = {"id": None, "state": None, "purpose": None, "before": None, "before_id": None, "limit": 1}


class Finished(NamedTuple):
    """What became of an upload, whose it is (an organization's, or a learner's), what it is called and of which type it is."""

    state: str
    scope: UUID
    file_name: str
    media_type: str


class Dead(NamedTuple):
    """An upload whose row is gone and whose objects have to go."""

    id: UUID
    scope: UUID


def request_upload(db: Transaction, organization: str, new: NewUpload, expires_at: datetime) -> UUID:
    """Reserve the bytes of an upload; return its id."""
    return db.fetch_value(
        UUID,
        "select content.request_upload(%s, %s, %s, %s, %s, %s, %s, %s)",
        [
            organization,
            new.purpose,
            new.file_name,
            new.media_type,
            new.bytes,
            bytes.fromhex(new.sha256),
            expires_at,
            db.at,
        ],
    )


def list_uploads(
    db: Transaction,
    organization: str,
    filters: dict[str, str | None],
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[UploadRow]:
    """Return an organization's uploads, the newest first, from one on; `filters` are state and purpose."""
    at, id_ = before or (None, None)
    page = {"organization": organization, "before": at, "before_id": id_, "limit": limit}
    return db.fetch_all(UploadRow, LIST, {**NOTHING, **page, **filters})


def find_upload(db: Transaction, organization: str, upload_id: UUID) -> UploadRow | None:
    """Return an upload; None if there is none that is not deleted."""
    return db.fetch_optional(UploadRow, LIST, {**NOTHING, "organization": organization, "id": upload_id})


def delete_upload(db: Transaction, organization: str, upload_id: UUID) -> None:
    """Queue the deletion of an upload."""
    db.execute("select content.delete_upload(%s, %s, %s)", [organization, upload_id, db.at])


def finish_upload(db: Transaction, found: UploadInspected) -> Finished | None:
    """Record what an inspection found; None if the upload awaits none."""
    return db.fetch_optional(
        Finished,
        "select f.state, f.scope, f.file_name, f.media_type from content.finish_upload(%s, %s, %s) as f",
        [found.upload_id, Jsonb(found.model_dump(mode="json")), db.at],
    )


def retire_uploads(db: Transaction) -> int:
    """Mark what nothing has referred to for 30 days as deleted; return how many uploads."""
    return db.fetch_value(int, "select content.retire_uploads(%s)", [db.at])


def take_dead_uploads(db: Transaction, limit: int) -> list[Dead]:
    """Delete the rows of uploads that are over, at most so many, and return them."""
    return db.fetch_all(Dead, "select d.id, d.scope from content.take_dead_uploads(%s, %s) as d", [limit, db.at])
