"""The statement that reads drafts as documents."""

from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.curriculum.bundles.keys import Document, Key
from progressive_flow.kernel.database.transactions import Transaction


class DocumentRow(NamedTuple):
    """A draft with its document."""

    kind: str
    slug: str
    document: dict[str, Any]


def list_documents(db: Transaction, organization_id: UUID, keys: list[Key] | None) -> dict[Key, Document]:
    """Return the documents of an organization's drafts, of all that are not archived for None."""
    named = None if keys is None else Jsonb([key._asdict() for key in keys])
    rows = db.fetch_all(
        DocumentRow,
        "select d.kind, d.slug, d.document from content.draft_documents(%s, %s) as d",
        [organization_id, named],
    )
    return {Key(row.kind, row.slug): row.document for row in rows}
