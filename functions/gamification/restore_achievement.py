"""Give a revoked achievement and the XP that the revocation took back to a learner, with a reason.

The achievement is unlocked as of the time when the learner reached it, a correction pays back exactly what was taken,
whatever the achievement asks or pays by now, and the learner is notified. An achievement that is not revoked is a 404.
"""

from progressive_flow.gamification.achievement_progress import service
from progressive_flow.gamification.achievement_progress.models import RestoredAchievement
from progressive_flow.kernel.http.endpoint import Db, delete
from progressive_flow.kernel.http.parameters import LearnerId, Reason, Reference


@delete("/v1/admin/achievement-revocations/{user_id}/{slug}", status=200, permission="grades.override")
def handler(user_id: LearnerId, slug: Reference, reason: Reason, db: Db) -> RestoredAchievement:
    return service.restore_achievement(db, user_id, slug, reason)
