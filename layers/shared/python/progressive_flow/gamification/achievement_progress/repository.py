"""Statements on learners' achievements."""

from uuid import UUID

from progressive_flow.gamification.achievement_progress.models import MyAchievement
from progressive_flow.kernel.database.transactions import Transaction

ACHIEVEMENTS = """
select
    a.ref as slug, a.name, a.description, a.icon_url, a.category, a.rarity, a.xp_reward, u.unlocked_at,
    case when u.unlocked_at is not null then 100 else coalesce(p.progress, 0) end as progress,
    coalesce(u.metadata, '{}') as metadata
from gamification.achievements as a
left join gamification.user_achievements as u on u.achievement_id = a.id and u.user_id = %(me)s
left join gamification.achievement_progress(array[%(me)s::uuid]) as p on p.achievement_id = a.id
where
    (a.is_active or u.unlocked_at is not null)
    and (%(category)s::text is null or a.category = %(category)s)
    and (%(unlocked)s::boolean is null or (u.unlocked_at is not null) = %(unlocked)s)
order by u.unlocked_at desc nulls last, progress desc, a.ref
"""


def list_achievements(db: Transaction, me: UUID, category: str | None, unlocked: bool | None) -> list[MyAchievement]:
    """Return every achievement with how far the learner is: the newest first, then the nearest."""
    return db.fetch_all(MyAchievement, ACHIEVEMENTS, {"me": me, "category": category, "unlocked": unlocked})
