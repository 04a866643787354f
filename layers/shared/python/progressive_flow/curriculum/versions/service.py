"""Rules on versions of challenges."""

from progressive_flow.curriculum.versions import repository
from progressive_flow.curriculum.versions.changes import LiveVersion
from progressive_flow.curriculum.versions.models import ChallengeVersion
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found


def list_live(db: Transaction) -> list[LiveVersion]:
    """Return the reference challenges with their live versions."""
    return repository.list_live(db)


def list_versions(db: Transaction, ref: str, cursor: str | None, limit: int) -> Page[ChallengeVersion]:
    """Return the versions of a challenge, newest first; 404 if the learner sees none of that name."""
    key = paging.decode(cursor, paging.small_int)
    rows = repository.list_versions(db, ref, key[0] if key else None, limit + 1)
    if not rows and key is None:
        raise not_found(f"challenge {ref}")
    return paging.page(rows, limit, lambda row: [row.version])
