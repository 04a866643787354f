"""Rules on reviews; the database keeps that nobody reviews their own work, or what was replaced since."""

from progressive_flow.curriculum.items import service as items
from progressive_flow.curriculum.reviews import repository
from progressive_flow.curriculum.reviews.models import Review, Reviews, ReviewToSave
from progressive_flow.curriculum.reviews.pointers import leads_somewhere
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import Problem, not_found


def list_reviews(db: Transaction, organization: str, kind: str, slug: str, revision: int | None) -> Reviews:
    """Return what reviewers said of an item, or of one of its revisions; 404 if there is no such item."""
    item = items.look_for(db, organization, kind, slug)
    found = repository.list_reviews(db, organization, kind, slug, revision)
    if item.result() is None:
        raise not_found(f"{kind} {slug}")
    return Reviews(items=found)


def show_own_review(db: Transaction, organization: str, kind: str, slug: str, revision: int) -> Review:
    """Return what the caller said of a revision; 404 if they said nothing."""
    found = repository.list_reviews(db, organization, kind, slug, revision)
    own = next((review for review in found if review.is_own), None)
    if own is None:
        raise not_found(f"review of revision {revision}")
    return own


def save_review(
    db: Transaction, organization: str, kind: str, slug: str, revision: int, review: ReviewToSave
) -> Review:
    """Save what the caller says of a revision; 422 for a comment on what the document does not have."""
    document = items.show_item(db, organization, kind, slug, revision).document
    rows = [
        {"pointer": f"/body/comments/{number}/pointer", "message": "The document has no value there."}
        for number, comment in enumerate(review.comments)
        if not leads_somewhere(document, comment.pointer)
    ]
    if rows:
        raise Problem(422, "invalid", "Some comments point at nothing: see errors.", errors=rows)
    repository.save_review(db, organization, kind, slug, revision, review)
    return show_own_review(db, organization, kind, slug, revision)
