"""Statements on exports: functions of definer, of which those for people ask for the permission again."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction

READ = """
select
    e.id, e.organization_id, e.track, e.state, e.progress, e.items, e.bytes, e.requested_by, e.requested_at, e.finished_at
from content.read_export(%s, %s, %s) as e
"""


class Requested(NamedTuple):
    """An export that was asked for, and the dispatch of its task."""

    export_id: UUID
    task_id: UUID
    nonce: UUID


class ExportRow(NamedTuple):
    """An export, and whose."""

    id: UUID
    organization_id: UUID
    track: str | None
    state: str
    progress: float
    items: int | None
    bytes: int | None
    requested_by: str | None
    requested_at: datetime
    finished_at: datetime | None


class ExportInput(NamedTuple):
    """What the work on an export needs to know."""

    organization_id: UUID
    organization: str
    track: str | None


def request(db: Transaction, organization: str, track: str | None) -> Requested:
    """Ask for an export."""
    return db.fetch_one(
        Requested,
        "select r.export_id, r.task_id, r.nonce from content.request_export(%s, %s, %s) as r",
        [organization, track, db.at],
    )


def find_export(db: Transaction, organization: str, export_id: UUID) -> ExportRow | None:
    """Return an export of an organization."""
    return db.fetch_optional(ExportRow, READ, [organization, export_id, db.at])


def find_input(db: Transaction, export_id: UUID) -> ExportInput | None:
    """Return what an export that is to be written is about."""
    return db.fetch_optional(
        ExportInput,
        "select e.organization_id, e.organization, e.track from content.read_export_input(%s) as e",
        [export_id],
    )


def finish(db: Transaction, export_id: UUID, items: int, size: int) -> None:
    """Note that an export lies in the bucket."""
    db.execute("select content.finish_export(%s, %s, %s, %s)", [export_id, items, size, db.at])
