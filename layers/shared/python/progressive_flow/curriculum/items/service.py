"""Rules on items but for saving a draft; the database keeps who may change one, and how many there are."""

from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from progressive_flow.curriculum.items import repository
from progressive_flow.curriculum.items.changes import changes
from progressive_flow.curriculum.items.models import Changes, Item, ItemRow, Revision
from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found

MAX_CHANGES = 500


def list_items(
    db: Transaction, organization: str, filters: dict[str, Any], cursor: str | None, limit: int
) -> Page[ItemRow]:
    """Return an organization's items, last changed first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_items(db, organization, filters, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.updated_at.isoformat(), row.id])


def show_item(db: Transaction, organization: str, kind: str, slug: str, revision: int | None = None) -> Item:
    """Return an item with the document of a revision, of the last one if none is named; 404 if there is none."""
    return _found(repository.find_item(db, organization, kind, slug, revision).result(), kind, slug, revision)


def look_for(db: Transaction, organization: str, kind: str, slug: str) -> Deferred[Item | None]:
    """Queue a look for an item, whose absence is for the caller to refuse."""
    return repository.find_item(db, organization, kind, slug, None)


def show_draft(db: Transaction, organization: str, kind: str, slug: str) -> Item:
    """Return an item with its draft; 404 if there is none."""
    return show_item(db, organization, kind, slug)


def delete_item(db: Transaction, organization: str, kind: str, slug: str) -> None:
    """Delete an item that was never published."""
    repository.delete_item(db, organization, kind, slug)


def list_revisions(
    db: Transaction, organization: str, kind: str, slug: str, cursor: str | None, limit: int
) -> Page[Revision]:
    """Return the revisions of an item, newest first; 404 if there is no such item."""
    key = paging.decode(cursor, paging.small_int)
    rows = repository.list_revisions(db, organization, kind, slug, key[0] if key else None, limit + 1)
    if not rows and key is None:
        raise not_found(f"{kind} {slug}")
    return paging.page(rows, limit, lambda row: [row.revision])


def show_changes(db: Transaction, organization: str, kind: str, slug: str, since: int, revision: int | None) -> Changes:
    """Return what changed from one revision to another, the last one if none is named."""
    earlier = repository.find_item(db, organization, kind, slug, since)
    later = repository.find_item(db, organization, kind, slug, revision)
    before, after = _found(earlier.result(), kind, slug, since), _found(later.result(), kind, slug, revision)
    found = list(islice(changes(before.document, after.document), MAX_CHANGES + 1))
    return Changes(since=since, revision=after.revision, items=found[:MAX_CHANGES], is_whole=len(found) <= MAX_CHANGES)


def shown_tests(db: Transaction, tests: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Return the tests of each level as learners see them before they try."""
    return repository.shown_tests(db, tests)


def _found(item: Item | None, kind: str, slug: str, revision: int | None) -> Item:
    if item is None:
        raise not_found(f"{kind} {slug}" if revision is None else f"revision {revision} of {kind} {slug}")
    return item
