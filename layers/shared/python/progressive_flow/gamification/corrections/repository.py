"""Statements of administrators on a learner's XP."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from progressive_flow.database import Transaction
from progressive_flow.gamification.corrections.models import Figures


class Paid(NamedTuple):
    """What a correction paid, and the totals since."""

    paid: int
    total_xp: int
    current_level: int


class Computed(NamedTuple):
    """A learner's figures before and after."""

    before: Figures
    after: Figures


class _Existing(NamedTuple):
    found: bool


class _Row(NamedTuple):
    before: dict[str, object]
    after: dict[str, object]


def user_exists(db: Transaction, user_id: UUID) -> Callable[[], bool]:
    """Queue the question whether there is such a user, so that it travels with the next one."""
    rows = db.later(_Existing, "select identity.user_exists(%s) as found", [user_id])
    return lambda: rows()[0].found


def correct_xp(db: Transaction, user_id: UUID, amount: int, reason: str, reference: str) -> Paid:
    """Pay a correction unless its reference was used."""
    query = "select c.paid, c.total_xp, c.current_level from gamification.correct_xp(%s, %s, %s, %s, %s) as c"
    return db.one(Paid, query, [user_id, amount, reason, reference, db.at])


def recompute_user(db: Transaction, user_id: UUID) -> Computed:
    """Compute a learner's figures anew."""
    row = db.one(_Row, "select r.before, r.after from gamification.recompute_user(%s, %s) as r", [user_id, db.at])
    return Computed(Figures.model_validate(row.before), Figures.model_validate(row.after))
