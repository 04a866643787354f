"""Statements of scheduled work that spans domains."""

from typing import NamedTuple

from progressive_flow.kernel.database.transactions import Transaction

SWEEP = "select s.learners, s.awarded, s.unlocked, s.done from learning.sweep_achievements(%s, %s) as s"


class Swept(NamedTuple):
    """What a slice of the sweep did."""

    learners: int
    awarded: int
    unlocked: int
    done: bool


def sweep_achievements(db: Transaction, limit: int) -> Swept:
    """Sweep the next learners."""
    return db.fetch_one(Swept, SWEEP, [limit, db.at])


def remind_streaks(db: Transaction) -> int:
    """Remind whose evening it is; return how many."""
    return db.fetch_value(int, "select learning.remind_streaks(%s)", [db.at])
