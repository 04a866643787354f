"""Rules on the ledger of XP: what a learner reads, and what administrators correct."""

from datetime import datetime
from uuid import UUID

from progressive_flow.gamification.ledger import repository
from progressive_flow.gamification.ledger.models import NewXpCorrection, Recomputation, XpCorrection, XpTransaction
from progressive_flow.identity.users import existence
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.principal import Principal


def correct_xp(db: Transaction, wanted: NewXpCorrection) -> XpCorrection:
    """Give or take XP once for each reference; 409 if a total would fall below zero."""
    if not existence.user_exists(db, wanted.user_id).result():
        raise existence.unknown_user(wanted.user_id)
    paid = repository.correct_xp(db, wanted.user_id, wanted.amount, wanted.reason, wanted.reference)
    return XpCorrection(user_id=wanted.user_id, reference=wanted.reference, **paid._asdict())


def recompute_user(db: Transaction, user_id: UUID) -> Recomputation:
    """Recompute a learner's stats and all-time scores from the ledger and their progress."""
    if not existence.user_exists(db, user_id).result():
        raise not_found(f"user {user_id}")
    before, after = repository.recompute_user(db, user_id)
    return Recomputation(user_id=user_id, before=before, after=after, changed=before != after)


def list_transactions(db: Transaction, principal: Principal, cursor: str | None, limit: int) -> Page[XpTransaction]:
    """Return the learner's part of the ledger, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_transactions(db, principal.id, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.created_at.isoformat(), row.id])
