"""Statements of the scheduled jobs."""

from typing import NamedTuple

from progressive_flow.database import Transaction

SWEEP = "select s.learners, s.awarded, s.unlocked, s.done from gamification.sweep_achievements(%s, %s) as s"
DASHBOARDS = "select s.learners, s.written, s.done from gamification.refresh_dashboards(%s, %s) as s"


class Swept(NamedTuple):
    """What a slice of the sweep did."""

    learners: int
    awarded: int
    unlocked: int
    done: bool


class Rebuilt(NamedTuple):
    """What a slice of the dashboards' rebuild did."""

    learners: int
    written: int
    done: bool


def sweep_achievements(db: Transaction, limit: int) -> Swept:
    """Sweep the next learners."""
    return db.one(Swept, SWEEP, [limit, db.at])


def refresh_dashboards(db: Transaction, limit: int) -> Rebuilt:
    """Rebuild the next dashboards."""
    return db.one(Rebuilt, DASHBOARDS, [limit, db.at])


def remind_streaks(db: Transaction) -> int:
    """Remind whose evening it is; return how many."""
    reminded: int = db.value("select gamification.remind_streaks(%s)", [db.at])
    return reminded
