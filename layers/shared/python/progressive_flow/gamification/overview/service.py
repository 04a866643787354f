"""Rules on a learner's figures."""

from datetime import datetime
from uuid import UUID

from progressive_flow import paging
from progressive_flow.database import Transaction
from progressive_flow.gamification.overview import repository, streaks
from progressive_flow.gamification.overview.models import Dashboard, MyAchievement, Stats, Streak, XpTransaction
from progressive_flow.paging import Page
from progressive_flow.principal import Learner


def show_stats(db: Transaction, learner: Learner) -> Stats:
    """Return the learner's totals."""
    return repository.find_stats(db, learner.id)


def show_dashboard(db: Transaction, learner: Learner) -> Dashboard:
    """Return what the learner sees first, in one read."""
    return repository.find_dashboard(db, learner.id)


def list_transactions(db: Transaction, learner: Learner, cursor: str | None, limit: int) -> Page[XpTransaction]:
    """Return the learner's part of the ledger, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_transactions(db, learner.id, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.created_at.isoformat(), row.id])


def show_streak(db: Transaction, learner: Learner, days: int) -> Streak:
    """Return the learner's streak with the calendar of the last days."""
    state = repository.streak_state(db, learner.id)
    calendar = repository.list_days(db, learner.id, days)
    return streaks.describe(state(), calendar, days)


def list_achievements(
    db: Transaction, learner: Learner, category: str | None, unlocked: bool | None
) -> Page[MyAchievement]:
    """Return every achievement with the learner's progress; there are few, so the page is always the last."""
    return Page[MyAchievement](items=repository.list_achievements(db, learner.id, category, unlocked))
