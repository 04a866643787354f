"""Statements on reviews: functions of definer, which ask for the permission again."""

from psycopg.types.json import Jsonb

from progressive_flow.curriculum.reviews.models import Review, ReviewToSave
from progressive_flow.kernel.database.transactions import Transaction

LIST = """
select w.revision, w.reviewer, w.is_own, w.verdict, w.comments, w.created_at from content.list_reviews(%s, %s, %s, %s) as w
"""


def list_reviews(db: Transaction, organization: str, kind: str, slug: str, revision: int | None) -> list[Review]:
    """Return what reviewers said of an item, or of one of its revisions, the newest first."""
    return db.fetch_all(Review, LIST, [organization, kind, slug, revision])


def save_review(db: Transaction, organization: str, kind: str, slug: str, revision: int, review: ReviewToSave) -> None:
    """Queue what the caller says of a revision."""
    comments = Jsonb([comment.model_dump() for comment in review.comments])
    db.execute(
        "select curriculum.save_review(%s, %s, %s, %s, %s, %s, %s)",
        [organization, kind, slug, revision, review.verdict, comments, db.at],
    )
