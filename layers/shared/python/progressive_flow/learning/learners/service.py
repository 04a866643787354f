"""Rules on what administrators see of learners."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.learning.learners import repository
from progressive_flow.learning.learners.models import LearnerCorrection, LearnerDetail, LearnerGrant, LearnerRow
from progressive_flow.progress.attempts.models import AttemptRow


def list_learners(db: Transaction, search: str | None, cursor: str | None, limit: int) -> Page[LearnerRow]:
    """Return the learners whose names or address begin with a text, by username; all of them without one."""
    key = paging.decode(cursor, paging.text)
    rows = repository.search_learners(db, search, key[0] if key else "", limit + 1)
    return paging.page(rows, limit, lambda row: [row.username.lower()])


def show_learner(db: Transaction, user_id: UUID) -> LearnerDetail:
    """Return a learner with what they have of each challenge; the catalogue bounds its length."""
    account = repository.find_account(db, user_id)
    challenges = repository.list_challenges(db, user_id)
    return LearnerDetail(**dict(account.result()), challenges=challenges)


def list_attempts(db: Transaction, user_id: UUID, cursor: str | None, limit: int) -> Page[AttemptRow]:
    """Return a learner's attempts at all levels, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_attempts(db, user_id, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.created_at.isoformat(), row.id])


def list_grants(db: Transaction, user_id: UUID) -> Page[LearnerGrant]:
    """Return what grants opened for a learner, newest first; the catalogue bounds it, so the page is the last."""
    return Page[LearnerGrant](items=repository.list_grants(db, user_id))


def list_corrections(db: Transaction, user_id: UUID, cursor: str | None, limit: int) -> Page[LearnerCorrection]:
    """Return the corrections of a learner's XP, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_corrections(db, user_id, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.created_at.isoformat(), row.id])
