"""The drafts of an organization as documents, for imports and exports."""

from uuid import UUID

from progressive_flow.curriculum.bundles import repository
from progressive_flow.curriculum.bundles.keys import Document, Key
from progressive_flow.kernel.database.transactions import Transaction


def list_documents(db: Transaction, organization_id: UUID, keys: list[Key] | None = None) -> dict[Key, Document]:
    """Return the documents of these drafts, or of all that are not archived."""
    return repository.list_documents(db, organization_id, keys)
