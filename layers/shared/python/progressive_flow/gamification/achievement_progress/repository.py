"""Statements on learners' achievements."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from progressive_flow.gamification.achievement_progress.models import MyAchievement
from progressive_flow.kernel.database.transactions import Transaction

ACHIEVEMENTS = """
select
    a.ref as slug, a.name, a.description, a.icon_url, a.category, a.rarity, a.xp_reward, u.unlocked_at, u.revoked_at,
    case
        when u.unlocked_at is not null then 100
        when u.revoked_at is not null then 0
        else coalesce(p.progress, 0)
    end as progress,
    case when u.unlocked_at is not null then u.metadata else '{}' end as metadata
from gamification.achievements as a
left join gamification.user_achievements as u on u.achievement_id = a.id and u.user_id = %(me)s
left join gamification.achievement_progress(array[%(me)s::uuid]) as p on p.achievement_id = a.id
where
    (a.is_active or u.unlocked_at is not null)
    and (%(category)s::text is null or a.category = %(category)s)
    and (%(unlocked)s::boolean is null or (u.unlocked_at is not null) = %(unlocked)s)
order by u.unlocked_at desc nulls last, progress desc, a.ref
"""
REVOKE = """
select r.revoked_at, r.taken as xp_taken, r.total_xp, r.current_level
from gamification.achievements as a cross join lateral gamification.revoke_achievement(%s, a.id, %s, %s) as r
where a.ref = %s
"""
RESTORE = """
select r.unlocked_at, r.returned as xp_returned, r.total_xp, r.current_level
from gamification.achievements as a cross join lateral gamification.restore_achievement(%s, a.id, %s, %s) as r
where a.ref = %s
"""


class Revoked(NamedTuple):
    """When an achievement was taken away, what a correction took now, and the totals since."""

    revoked_at: datetime
    xp_taken: int
    total_xp: int
    current_level: int


class Restored(NamedTuple):
    """When a restored achievement was unlocked, what a correction paid back, and the totals since."""

    unlocked_at: datetime
    xp_returned: int
    total_xp: int
    current_level: int


def achievement_exists(db: Transaction, ref: str) -> bool:
    """Return whether there is such an achievement, retired or not."""
    return db.fetch_value(bool, "select exists (select from gamification.achievements as a where a.ref = %s)", [ref])


def revoke_achievement(db: Transaction, user_id: UUID, ref: str, reason: str) -> Revoked:
    """Take an achievement from a learner."""
    return db.fetch_one(Revoked, REVOKE, [user_id, reason, db.at, ref])


def restore_achievement(db: Transaction, user_id: UUID, ref: str, reason: str) -> Restored | None:
    """Give a revoked achievement back; return None where it is not revoked."""
    return db.fetch_optional(Restored, RESTORE, [user_id, reason, db.at, ref])


def list_achievements(db: Transaction, me: UUID, category: str | None, unlocked: bool | None) -> list[MyAchievement]:
    """Return every achievement with how far the learner is: the newest first, then the nearest."""
    return db.fetch_all(MyAchievement, ACHIEVEMENTS, {"me": me, "category": category, "unlocked": unlocked})
