"""Statements on learners, for administrators: functions of definer, which ask for the permission again."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.learning.learners.models import (
    LearnerAccount,
    LearnerChallenge,
    LearnerCorrection,
    LearnerGrant,
    LearnerRow,
)
from progressive_flow.progress.attempts.models import AttemptRow

SEARCH = """
select
    l.id, l.username, l.display_name, l.email, l.total_xp, l.current_level, l.created_at, l.last_active_at, l.erased_at
from learning.search_learners(%s, %s, %s) as l
"""
ACCOUNT = """
select
    l.id, l.username, l.display_name, l.email, l.visibility, l.time_zone, l.skill_level, l.organizations, l.created_at,
    l.last_active_at, l.erased_at, l.figures
from learning.show_learner(%s) as l
"""
CHALLENGES = """
select
    c.slug, c.title, c.status, c.unlocked, c.current_level, c.levels_completed, c.total_attempts, c.best_score, c.xp_earned,
    c.start_date, c.completion_date
from learning.show_learner_challenges(%s) as c
"""
ATTEMPTS = """
select
    a.id, a.challenge, a.level, a.attempt_number, a.score, a.passed, a.xp_earned, a.hints_used, a.time_spent_minutes,
    a.created_at
from learning.list_learner_attempts(%s, %s, %s, %s) as a
"""
GRANTS = """
select g.challenge, g.title, g.reason, g.granted_by, g.created_at from learning.list_learner_grants(%s) as g
"""
CORRECTIONS = """
select c.id, c.amount, c.reason, c.reference, c.corrected_by, c.created_at
from learning.list_learner_corrections(%s, %s, %s, %s) as c
"""


def search_learners(db: Transaction, search: str | None, after: str, limit: int) -> list[LearnerRow]:
    """Return the learners whose names or address begin so and whose username comes after another."""
    return db.fetch_all(LearnerRow, SEARCH, [search, after, limit])


def find_account(db: Transaction, user_id: UUID) -> Deferred[LearnerAccount]:
    """Queue the query for one learner."""
    return db.defer_one(LearnerAccount, ACCOUNT, [user_id])


def list_challenges(db: Transaction, user_id: UUID) -> list[LearnerChallenge]:
    """Return what a learner has of each challenge."""
    return db.fetch_all(LearnerChallenge, CHALLENGES, [user_id])


def list_attempts(db: Transaction, user_id: UUID, before: tuple[datetime, UUID] | None, limit: int) -> list[AttemptRow]:
    """Return a learner's attempts at all levels, newest first."""
    return db.fetch_all(AttemptRow, ATTEMPTS, [user_id, *(before or (None, None)), limit])


def list_grants(db: Transaction, user_id: UUID) -> list[LearnerGrant]:
    """Return what grants opened for a learner, newest first."""
    return db.fetch_all(LearnerGrant, GRANTS, [user_id])


def list_corrections(
    db: Transaction, user_id: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> list[LearnerCorrection]:
    """Return the corrections of a learner's XP, newest first."""
    return db.fetch_all(LearnerCorrection, CORRECTIONS, [user_id, *(before or (None, None)), limit])
