"""Rules on publishing; the database keeps who may publish what, and that each version is whole."""

import time
from datetime import datetime
from typing import Any
from uuid import UUID

from progressive_flow.curriculum.items import service as items
from progressive_flow.curriculum.items.models import Item
from progressive_flow.grading.system_design.versions import GRADER_VERSION
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.http.responses import Polled
from progressive_flow.kernel.tasks import service as tasks
from progressive_flow.learning.jobs.reconciliation import KIND as RECONCILIATION
from progressive_flow.learning.publishing import repository
from progressive_flow.learning.publishing.models import (
    Address,
    Check,
    CheckToBegin,
    ItemChanges,
    NewPublication,
    NewPublications,
    Publication,
    PublishedItems,
    Version,
    VersionDocument,
)

CHECK = "check_item"  # the kind of task that checks a revision
POLLING = 1  # seconds
SECONDS = 40.0  # of the minute until the next run


def begin_check(db: Transaction, item: Address, new: CheckToBegin) -> Polled[Check]:
    """Ask for a check of a revision; one that found it good as things are now is not done again."""
    begun = repository.request_check(db, item, new.revision, GRADER_VERSION)
    tasks.dispatch(db, CHECK, begun.task_id, begun.nonce)
    return show_check(db, item, begun.revision)


def show_check(db: Transaction, item: Address, revision: int) -> Polled[Check]:
    """Return the last check of a revision, and how soon to ask again while it runs; 404 if there is none."""
    check = repository.find_check(db, item, revision)
    if check is None:
        raise not_found(f"check of revision {revision}")
    return Polled(check, POLLING if check.state == "running" else None)


def publish(db: Transaction, item: Address, new: NewPublication) -> Publication:
    """Publish a revision or an older version, at once or later."""
    published = repository.publish(db, item, new.model_dump(mode="json"), GRADER_VERSION)
    tasks.dispatch(db, RECONCILIATION, published.task_id, published.nonce)
    return show_publication(db, item, published.publication_id)


def publish_together(db: Transaction, organization: str, new: NewPublications) -> PublishedItems:
    """Publish revisions of several items as one: all go live, or none does."""
    published = repository.publish_together(db, organization, new.model_dump(mode="json"), GRADER_VERSION)
    tasks.dispatch(db, RECONCILIATION, published.task_id, published.nonce)
    return PublishedItems(items=published.items)


def show_publication(db: Transaction, item: Address, publication_id: UUID) -> Publication:
    """Return a publication; 404 if there is none."""
    found = repository.find_publication(db, item, publication_id)
    if found is None:
        raise not_found(f"publication {publication_id}")
    return found


def list_publications(db: Transaction, item: Address, cursor: str | None, limit: int) -> Page[Publication]:
    """Return the publications of an item, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_publications(db, item, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.created_at.isoformat(), row.id])


def cancel_publication(db: Transaction, item: Address, publication_id: UUID) -> None:
    """Cancel a publication that is scheduled."""
    repository.cancel_publication(db, item, publication_id)


def list_versions(db: Transaction, item: Address, cursor: str | None, limit: int) -> Page[Version]:
    """Return the versions of an item, newest first; none before the first publication."""
    key = paging.decode(cursor, paging.small_int)
    rows = repository.list_versions(db, item, key[0] if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.version])


def show_version(db: Transaction, item: Address, version: int) -> VersionDocument:
    """Return a version with its document; 404 if there is none."""
    found = repository.find_version(db, item, version)
    if found is None:
        raise not_found(f"version {version} of {item.kind} {item.slug}")
    return found


def change_item(db: Transaction, organization: str, kind: str, slug: str, changes: ItemChanges) -> Item:
    """Archive an item, bring it back, or give it to another author; return it as it is now."""
    item = Address(organization, kind, slug)
    if changes.owner is not None:
        repository.give(db, item, changes.owner)
    if changes.archived is not None:
        followed = repository.archive(db, item, is_archived=changes.archived)
        if followed:
            tasks.dispatch(db, RECONCILIATION, followed.task_id, followed.nonce)
    return items.show_draft(db, organization, kind, slug)


def publish_due(seconds: float = SECONDS) -> dict[str, Any]:
    """Publish what is scheduled and due, each in a transaction; return how many went live, failed, and wait for a check."""
    counts = {"live": 0, "failed": 0, "waiting": 0, "cancelled": 0}
    deadline, tried = time.monotonic() + seconds, list[UUID]()
    while time.monotonic() < deadline:
        with transactions.begin(role="scheduler") as db:
            due = repository.publish_due(db, GRADER_VERSION, tried)
        if due.id is None or due.outcome is None:
            break
        tried.append(due.id)
        counts[due.outcome] += 1
    with transactions.begin(role="scheduler") as db:
        return {**counts, "lost_checks": repository.end_lost_checks(db)}
