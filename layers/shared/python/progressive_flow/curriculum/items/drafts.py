"""Saving a draft: a module of its own, since it checks documents with the evaluator, which reads of items need not import."""

from progressive_flow.curriculum.authoring.files import content_hash
from progressive_flow.curriculum.authoring.files.challenges import ChallengeDocument
from progressive_flow.curriculum.items import documents, repository, service
from progressive_flow.curriculum.items.models import DraftToSave, Item
from progressive_flow.kernel.database.transactions import Transaction


def save_draft(db: Transaction, organization: str, kind: str, slug: str, new: DraftToSave) -> Item:
    """Save a draft, as the next revision unless nothing changed, and return the item as it is now."""
    model = documents.parsed(kind, slug, new.document)
    if isinstance(model, ChallengeDocument):
        documents.expanded(model)  # refuses levels that cannot be written out
    hashed = content_hash(new.document)
    repository.save_draft(db, organization, kind, slug, model.title, new.document, hashed)
    return service.show_item(db, organization, kind, slug)
