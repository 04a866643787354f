"""Rules on what administrators put right."""

from uuid import UUID

from progressive_flow.database import Transaction
from progressive_flow.errors import invalid, not_found
from progressive_flow.gamification.corrections import repository
from progressive_flow.gamification.corrections.models import NewXpCorrection, Recomputation, XpCorrection


def correct_xp(db: Transaction, wanted: NewXpCorrection) -> XpCorrection:
    """Give or take XP once for each reference; 409 if a total would fall below zero."""
    if not repository.user_exists(db, wanted.user_id)():
        raise invalid("/body/user_id", f"There is no user {wanted.user_id}.")
    paid = repository.correct_xp(db, wanted.user_id, wanted.amount, wanted.reason, wanted.reference)
    return XpCorrection(user_id=wanted.user_id, reference=wanted.reference, **paid._asdict())


def recompute_user(db: Transaction, user_id: UUID) -> Recomputation:
    """Compute a learner's stats and all-time scores anew from the ledger and their progress."""
    if not repository.user_exists(db, user_id)():
        raise not_found(f"user {user_id}")
    before, after = repository.recompute_user(db, user_id)
    return Recomputation(user_id=user_id, before=before, after=after, changed=before != after)
