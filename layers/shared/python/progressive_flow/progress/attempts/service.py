"""Rules on reading attempts."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.principal import Principal
from progressive_flow.progress.attempts import repository, visibility
from progressive_flow.progress.attempts.models import AttemptDetail, AttemptRow
from progressive_flow.progress.grading_inputs import service as tasks


def list_attempts(
    db: Transaction, principal: Principal, slug: str, level: int, cursor: str | None, limit: int
) -> Page[AttemptRow]:
    """Return the learner's attempts at a level, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    before = (key[0], key[1]) if key else None
    seen = tasks.sees_challenge(db, slug)
    rows = repository.list_attempts(db, principal.id, slug, level, before, limit + 1)
    if not seen.result():
        raise not_found(f"challenge {slug}")
    return paging.page(rows, limit, lambda row: [row.created_at.isoformat(), row.id])


def show_attempt(db: Transaction, principal: Principal, attempt_id: UUID) -> AttemptDetail:
    """Return one attempt; another learner's is as if it were not there."""
    attempt = repository.find_attempt(db, principal.id, attempt_id)
    if attempt is None:
        raise not_found(f"attempt {attempt_id}")
    attempt.test_results = visibility.shown(attempt.test_results, passed=attempt.passed)
    return attempt
