"""Statements on checks, publications and versions: functions of definer, which ask for the permission again."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb
from pydantic import BaseModel

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.publishing.models import (
    Address,
    Check,
    Publication,
    PublishedItem,
    Version,
    VersionDocument,
)

CHECK = """
select
    c.revision, c.state, c.progress, c.grader_version, c.compared_with, c.report, c.is_compatible, c.requested_by, c.requested_at,
    c.finished_at
from content.read_check(%s, %s, %s, %s) as c
"""
PUBLICATIONS = """
select
    p.id, p.state, p.revision, p.restored_from, p.version, p.label, p.changelog, p.breaking_reason, p.scheduled_at, p.problem,
    p.requested_by, p.created_at, p.finished_at
from content.list_publications(%s, %s, %s, %s, %s, %s, %s) as p
"""
_VERSION = """
    v.version, v.label, v.is_live, v.changelog, v.is_compatible, v.breaking_reason, v.approvals, v.restored_from, v.published_by,
    v.published_at"""
VERSIONS = f"select {_VERSION} from content.list_item_versions(%s, %s, %s, %s, %s, %s) as v"
READ_VERSION = f"select {_VERSION}, v.document from content.list_item_versions(%s, %s, %s, %s, %s, %s) as v"


class Dispatch(NamedTuple):
    """What the dispatch of a task needs; null where no task follows."""

    task_id: UUID | None
    nonce: UUID | None


class RequestedCheck(NamedTuple):
    """A check that was asked for."""

    revision: int
    task_id: UUID | None
    nonce: UUID | None


class Published(NamedTuple):
    """A publication, and the dispatch of what follows it."""

    publication_id: UUID
    task_id: UUID | None
    nonce: UUID | None


class PublishedTogether(BaseModel):
    """What went live as one, and the dispatch of what follows it."""

    items: list[PublishedItem]
    task_id: UUID | None
    nonce: UUID | None


class Due(NamedTuple):
    """A publication that was due, and what became of it; both None where none is."""

    id: UUID | None
    outcome: str | None


def request_check(db: Transaction, item: Address, revision: int | None, grader_version: int) -> RequestedCheck:
    """Ask for a check of a revision, of the last one if none is named."""
    return db.fetch_one(
        RequestedCheck,
        "select c.revision, c.task_id, c.nonce from content.request_check(%s, %s, %s, %s, %s, %s) as c",
        [*item, revision, grader_version, db.at],
    )


def find_check(db: Transaction, item: Address, revision: int) -> Check | None:
    """Return the last check of a revision."""
    return db.fetch_optional(Check, CHECK, [*item, revision])


def publish(db: Transaction, item: Address, request: dict[str, Any], grader_version: int) -> Published:
    """Publish a revision or an older version, at once or later."""
    return db.fetch_one(
        Published,
        "select p.publication_id, p.task_id, p.nonce from learning.publish_item(%s, %s, %s, %s, %s, %s) as p",
        [*item, Jsonb(request), grader_version, db.at],
    )


def publish_together(
    db: Transaction, organization: str, request: dict[str, Any], grader_version: int
) -> PublishedTogether:
    """Publish revisions of several items as one."""
    return db.fetch_one(
        PublishedTogether,
        "select p.items, p.task_id, p.nonce from learning.publish_together(%s, %s, %s, %s) as p",
        [organization, Jsonb(request), grader_version, db.at],
    )


def list_publications(
    db: Transaction, item: Address, before: tuple[datetime, UUID] | None, limit: int
) -> list[Publication]:
    """Return the publications of an item, newest first, from one on."""
    return db.fetch_all(Publication, PUBLICATIONS, [*item, None, *(before or (None, None)), limit])


def find_publication(db: Transaction, item: Address, publication_id: UUID) -> Publication | None:
    """Return a publication of an item."""
    return db.fetch_optional(Publication, PUBLICATIONS, [*item, publication_id, None, None, 1])


def cancel_publication(db: Transaction, item: Address, publication_id: UUID) -> None:
    """Queue that a scheduled publication is cancelled."""
    db.execute("select content.cancel_publication(%s, %s, %s, %s, %s)", [*item, publication_id, db.at])


def list_versions(db: Transaction, item: Address, before: int | None, limit: int) -> list[Version]:
    """Return the versions of an item, newest first, from one on."""
    return db.fetch_all(Version, VERSIONS, [*item, None, before, limit])


def find_version(db: Transaction, item: Address, version: int) -> VersionDocument | None:
    """Return a version with its document."""
    return db.fetch_optional(VersionDocument, READ_VERSION, [*item, version, None, 1])


def archive(db: Transaction, item: Address, *, is_archived: bool) -> Dispatch | None:
    """Archive an item or bring it back; return the dispatch of what follows."""
    return db.fetch_optional(
        Dispatch,
        "select a.task_id, a.nonce from learning.archive_item(%s, %s, %s, %s, %s) as a",
        [*item, is_archived, db.at],
    )


def give(db: Transaction, item: Address, username: str) -> None:
    """Queue that an author becomes the owner of an item."""
    db.execute("select curriculum.give_item(%s, %s, %s, %s, %s)", [*item, username, db.at])


def publish_due(db: Transaction, grader_version: int, tried: list[UUID]) -> Due:
    """Publish the one that has been due the longest, but for those that were tried."""
    return db.fetch_one(
        Due, "select d.id, d.outcome from learning.publish_due(%s, %s, %s) as d", [grader_version, tried, db.at]
    )


def end_lost_checks(db: Transaction) -> int:
    """End checks that nobody works on any more; return how many."""
    return db.fetch_value(int, "select content.end_lost_checks(%s)", [db.at])
