"""Statements of scheduled work that spans domains."""

from typing import NamedTuple
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction

SWEEP = "select s.learners, s.awarded, s.unlocked, s.done from learning.sweep_achievements(%s, %s) as s"

RECONCILE = "select r.learners, r.awarded, r.unlocked, r.last from learning.reconcile_members(%s, %s, %s, %s) as r"


class Swept(NamedTuple):
    """What a slice of the sweep did."""

    learners: int
    awarded: int
    unlocked: int
    done: bool


class Reconciled(NamedTuple):
    """What a slice of members got; `last` is where the next one goes on, None after the last."""

    learners: int
    awarded: int
    unlocked: int
    last: UUID | None


def sweep_achievements(db: Transaction, limit: int) -> Swept:
    """Sweep the next learners."""
    return db.fetch_one(Swept, SWEEP, [limit, db.at])


def follow_publication(db: Transaction, organization_id: UUID) -> None:
    """Queue what follows a publication."""
    db.execute("select from learning.follow_publication(%s, %s)", [organization_id, db.at])


def reconcile_members(db: Transaction, organization_id: UUID, after: UUID | None, limit: int) -> Reconciled:
    """Reconcile the next members of an organization."""
    return db.fetch_one(Reconciled, RECONCILE, [organization_id, after, limit, db.at])


def remind_streaks(db: Transaction) -> int:
    """Remind whose evening it is; return how many."""
    return db.fetch_value(int, "select learning.remind_streaks(%s)", [db.at])
