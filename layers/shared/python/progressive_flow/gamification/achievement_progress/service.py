"""Rules on a learner's achievements."""

from uuid import UUID

from progressive_flow.gamification.achievement_progress import repository
from progressive_flow.gamification.achievement_progress.models import (
    AchievementRevocation,
    MyAchievement,
    NewAchievementRevocation,
    RestoredAchievement,
)
from progressive_flow.identity.users import existence
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import invalid, not_found
from progressive_flow.kernel.principal import Principal


def list_achievements(
    db: Transaction, principal: Principal, category: str | None, unlocked: bool | None
) -> Page[MyAchievement]:
    """Return every achievement with the learner's progress; there are few, so the page is always the last."""
    return Page[MyAchievement](items=repository.list_achievements(db, principal.id, category, unlocked))


def revoke_achievement(db: Transaction, wanted: NewAchievementRevocation) -> AchievementRevocation:
    """Take an achievement and what it paid from a learner, once; 409 if they do not have it, or too little XP is left."""
    known = existence.user_exists(db, wanted.user_id)
    there = repository.achievement_exists(db, wanted.achievement)
    if not known.result():
        raise existence.unknown_user(wanted.user_id)
    if not there:
        raise invalid("/body/achievement", f"There is no achievement {wanted.achievement}.")
    done = repository.revoke_achievement(db, wanted.user_id, wanted.achievement, wanted.reason)
    return AchievementRevocation(user_id=wanted.user_id, achievement=wanted.achievement, **done._asdict())


def restore_achievement(db: Transaction, user_id: UUID, slug: str, reason: str) -> RestoredAchievement:
    """Give a revoked achievement and the XP that was taken back, once; 404 where it is not revoked."""
    done = repository.restore_achievement(db, user_id, slug, reason)
    if done is None:
        raise not_found(f"revocation of {slug} from the learner {user_id}")
    return RestoredAchievement(user_id=user_id, achievement=slug, **done._asdict())
