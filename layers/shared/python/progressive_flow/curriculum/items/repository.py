"""Statements on items: functions of definer, which ask for the permission again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.curriculum.items.models import Item, ItemRow, Revision
from progressive_flow.kernel.database.transactions import Deferred, Transaction

LIST = """
select i.id, i.kind, i.slug, i.title, i.state, i.owner, i.revision, i.created_at, i.updated_at
from content.list_items(
    %(organization)s, %(kind)s, %(state)s, %(own)s, %(search)s, %(before)s, %(before_id)s, %(limit)s
) as i
"""
READ = """
select i.kind, i.slug, i.title, i.state, i.owner, i.revision, i.document, i.saved_by, i.saved_at
from content.read_item(%s, %s, %s, %s) as i
"""
REVISIONS = """
select r.revision, r.saved_by, r.saved_at, r.bytes from content.list_item_revisions(%s, %s, %s, %s, %s) as r
"""
SHOWN = """
select coalesce(jsonb_agg(curriculum.shown_tests(level.tests) order by level.ordinality), '[]')
from jsonb_array_elements(%s) with ordinality as level (tests, ordinality)
"""


def list_items(
    db: Transaction, organization: str, filters: dict[str, Any], before: tuple[datetime, UUID] | None, limit: int
) -> list[ItemRow]:
    """Return an organization's items, last changed first, from one on; `filters` are kind, state, own and search."""
    at, id_ = before or (None, None)
    page = {"organization": organization, "before": at, "before_id": id_, "limit": limit}
    return db.fetch_all(ItemRow, LIST, {**page, **filters})


def find_item(db: Transaction, organization: str, kind: str, slug: str, revision: int | None) -> Deferred[Item | None]:
    """Look for an item with the document of a revision, of the last one if none is named."""
    return db.defer_optional(Item, READ, [organization, kind, slug, revision])


def list_revisions(
    db: Transaction, organization: str, kind: str, slug: str, before: int | None, limit: int
) -> list[Revision]:
    """Return the revisions of an item, newest first, from one on."""
    return db.fetch_all(Revision, REVISIONS, [organization, kind, slug, before, limit])


def save_draft(
    db: Transaction, organization: str, kind: str, slug: str, title: str, document: dict[str, Any], content_hash: bytes
) -> None:
    """Queue the next revision of a draft."""
    db.execute(
        "select content.save_draft(%s, %s, %s, %s, %s, %s, %s)",
        [organization, kind, slug, title, Jsonb(document), content_hash, db.at],
    )


def delete_item(db: Transaction, organization: str, kind: str, slug: str) -> None:
    """Queue the deletion of an item that was never published."""
    db.execute("select content.delete_item(%s, %s, %s, %s)", [organization, kind, slug, db.at])


def shown_tests(db: Transaction, tests: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Return the tests of each level as learners see them before they try."""
    return db.fetch_value(list[list[dict[str, Any]]], SHOWN, [Jsonb(tests)])
