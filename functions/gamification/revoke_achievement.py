"""Take an achievement and the XP that it paid from a learner, with a reason; it is not awarded again.

The XP that it paid is taken back by a correction, the learner is notified, and no evaluation awards it again. A `DELETE`
of the revocation restores both.
"""

from progressive_flow.gamification.achievement_progress import service
from progressive_flow.gamification.achievement_progress.models import AchievementRevocation, NewAchievementRevocation
from progressive_flow.kernel.http.endpoint import Db, post


@post("/v1/admin/achievement-revocations", permission="grades.override", refusals=(409,))
def handler(revocation: NewAchievementRevocation, db: Db) -> AchievementRevocation:
    return service.revoke_achievement(db, revocation)
